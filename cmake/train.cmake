# The work on which the profile is made: what users do, on the demo logs, in
# every output format and at every level of enrichment, on the command line and
# as a modular input.
#   cmake -DPROGRAM=... -DLOGS=... -DSCRATCH=... -P train.cmake

file(REMOVE_RECURSE "${SCRATCH}")
file(MAKE_DIRECTORY "${SCRATCH}")

function(run)
  execute_process(${ARGN} OUTPUT_FILE "${SCRATCH}/output" ERROR_FILE "${SCRATCH}/messages"
                          RESULT_VARIABLE result)
  if(NOT result EQUAL 0)
    file(READ "${SCRATCH}/messages" messages)
    message(FATAL_ERROR "training failed (${result}): ${ARGN}\n${messages}")
  endif()
endfunction()

foreach(render IN ITEMS json xml)
  foreach(enrich IN ITEMS none names full)
    foreach(threads IN ITEMS 1 2)
      run(COMMAND "${PROGRAM}" convert --threads ${threads} --render ${render} --enrich ${enrich}
                  "${LOGS}")
    endforeach()
    file(WRITE "${SCRATCH}/config.xml"
         "<?xml version=\"1.0\" encoding=\"UTF-8\"?><input><server_host>localhost</server_host>"
         "<server_uri>https://127.0.0.1:8089</server_uri><session_key>not-used</session_key>"
         "<checkpoint_dir>${SCRATCH}/checkpoints-${render}-${enrich}</checkpoint_dir><configuration>"
         "<stanza name=\"eventlens://training\"><param name=\"path\">${LOGS}</param>"
         "<param name=\"render\">${render}</param><param name=\"enrich\">${enrich}</param>"
         "</stanza></configuration></input>")
    run(COMMAND "${PROGRAM}" INPUT_FILE "${SCRATCH}/config.xml")
  endforeach()
endforeach()

# What selects nothing: every record is looked at.
run(COMMAND "${PROGRAM}" convert --event-ids 65535 --provider None "${LOGS}")
