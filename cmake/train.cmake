# The work on which the profile is made: what users do, on the demo logs, in
# every output format and at every level of enrichment, on the command line and
# as a modular input; then on the same events as XML and JSON, on text and on
# legacy logs, so that the readers of these are not laid out as code that never
# runs.
#   cmake -DPROGRAM=... -DLOGS=... -DSCRATCH=... -DCOUNTED=... -P train.cmake
# The files in COUNTED, where the program counts, are named after the objects, each
# "/" as "#". Those of the build in the directory above are to find them, so what
# is before modinput/ is taken off.

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

# The other formats.
foreach(render IN ITEMS json xml)
  run(COMMAND "${PROGRAM}" convert --threads 1 --render ${render} --enrich none "${LOGS}")
  file(RENAME "${SCRATCH}/output" "${SCRATCH}/events.${render}")
endforeach()

set(classic "")
set(snare "")
foreach(number RANGE 10 59)
  foreach(user IN ITEMS alice bob svc-report WS07$)
    math(EXPR port "49152 + ${number}")
    string(CONCAT message_4769
           "A ticket.\n\nAccount Information:\n\tAccount Name:\t\t${user}\n\nService Information:\n"
           "\tService Name:\t\tFILES${number}$\n\nNetwork Information:\n"
           "\tClient Address:\t\t::ffff:10.0.0.${number}\n\tClient Port:\t\t${port}\n\n"
           "Additional Information:\n\tTicket Options:\t\t0x40810000\n"
           "\tTicket Encryption Type:\t0x12\n\tFailure Code:\t\t0x7\n")
    string(CONCAT message_4624
           "A logon.\n\nSubject:\n\tSecurity ID:\t\tS-1-5-18\n\tAccount Name:\t\tDC1$\n"
           "\tLogon ID:\t\t0x3E7\n\nNew Logon:\n\tSecurity ID:\t\tS-1-5-21-1-2-3-11${number}\n"
           "\tAccount Name:\t\t${user}\n\tAccount Domain:\t\tCORP\n\nNetwork Information:\n"
           "\tWorkstation Name:\tWS${number}\n\tSource Network Address:\t10.0.0.${number}\n"
           "\tSource Port:\t\t${port}\n")
    foreach(event IN ITEMS 4769 4624)
      string(APPEND classic
             "03/04/2025 01:02:${number} PM\nLogName=Security\n"
             "SourceName=Microsoft Windows security auditing.\nEventCode=${event}\nEventType=0\n"
             "Type=Information\nComputerName=dc1.corp.example\nTaskCategory=Logon\nOpCode=Info\n"
             "RecordNumber=${number}\nKeywords=Audit Success\nMessage=${message_${event}}")
      string(REPLACE "\n" "  " message "${message_${event}}")
      string(REPLACE "\t" " " message "${message}")
      string(APPEND snare
             "<13>Mar  4 13:02:${number} dc1 MSWinEventLog\t1\tSecurity\t9\tTue Mar 04 13:02:${number} 2025"
             "\t${event}\tMicrosoft-Windows-Security-Auditing\tN/A\tN/A\tSuccess Audit\tdc1.corp.example"
             "\tLogon\t\t${message}\t-${number}\n")
    endforeach()
  endforeach()
endforeach()
file(WRITE "${SCRATCH}/classic.txt" "${classic}")
file(WRITE "${SCRATCH}/snare.log" "${snare}")


# As many of its events as of the others.
foreach(number RANGE 10 21)
  configure_file("${LOGS}/../legacy/SecEvent.Evt" "${SCRATCH}/legacy/SecEvent${number}.Evt" COPYONLY)
endforeach()

foreach(name IN ITEMS events.xml events.json classic.txt snare.log legacy)
  foreach(render IN ITEMS json xml)
    run(COMMAND "${PROGRAM}" convert --threads 1 --render ${render} "${SCRATCH}/${name}")
  endforeach()
endforeach()

file(GLOB counted "${COUNTED}/*#profile#modinput#*.gcda")
if(NOT counted)
  message(FATAL_ERROR "training failed: nothing was counted into ${COUNTED}")
endif()
foreach(path IN LISTS counted)
  string(REGEX REPLACE "^.*#profile#modinput#" "modinput#" name "${path}")
  file(RENAME "${path}" "${COUNTED}/${name}")
endforeach()
