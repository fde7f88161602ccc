# Profile-guided optimisation of the program with GCC, where the preset sets
# EVENTLENS_PROFILE_GUIDED (the release preset does): the program is built once
# with counters in profile/, run over the demo logs, and built again with what
# was counted. Measured: 5 to 7 % less time per conversion.
#
# The profile is made once per build directory. Sources that change afterwards
# are built with the counts of their unchanged functions. After larger changes
# these mislead GCC, and GCC 12 was seen to crash on them: remove profile/ from
# the build directory for a fresh profile.
#
# eventlens_profile(target): uses the profile for a target of modinput/.

option(EVENTLENS_PROFILE_GUIDED "Train the program on the demo logs and optimise it with the profile" OFF)
set(EVENTLENS_PROFILE_DATA "" CACHE PATH "Internal: where the program with counters writes what it counted")

set(profile_stamp "${CMAKE_BINARY_DIR}/profile/trained")

if(NOT CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  set(EVENTLENS_PROFILE_GUIDED OFF)
endif()

if(EVENTLENS_PROFILE_GUIDED)
  add_custom_command(
    OUTPUT "${profile_stamp}"
    COMMENT "Training the program on the demo logs"
    COMMAND "${CMAKE_COMMAND}" -E rm -rf "${CMAKE_BINARY_DIR}/profile/data"
    COMMAND
      "${CMAKE_COMMAND}" -S "${CMAKE_SOURCE_DIR}" -B "${CMAKE_BINARY_DIR}/profile" -G Ninja
      -DCMAKE_BUILD_TYPE=Release -DCMAKE_CXX_COMPILER=${CMAKE_CXX_COMPILER}
      -DEVENTLENS_PROFILE_DATA=${CMAKE_BINARY_DIR}/profile/data
    # With CCACHE_BASEDIR ccache gives the compiler other paths than the build that uses
    # the profile, whose functions in unnamed namespaces then find no counts: GCC
    # knows them by their file's name.
    COMMAND "${CMAKE_COMMAND}" -E env --unset=CCACHE_BASEDIR
      "${CMAKE_COMMAND}" --build "${CMAKE_BINARY_DIR}/profile" --target eventlens
    COMMAND
      "${CMAKE_COMMAND}" -DPROGRAM=${CMAKE_BINARY_DIR}/profile/eventlens
      -DLOGS=${CMAKE_SOURCE_DIR}/tests/fixtures/demo -DSCRATCH=${CMAKE_BINARY_DIR}/profile/scratch
      -DCOUNTED=${CMAKE_BINARY_DIR}/profile/data
      -P "${CMAKE_SOURCE_DIR}/cmake/train.cmake"
    COMMAND "${CMAKE_COMMAND}" -E touch "${profile_stamp}"
    USES_TERMINAL VERBATIM)
  add_custom_target(eventlens_trained DEPENDS "${profile_stamp}")
endif()

function(eventlens_profile target)
  if(EVENTLENS_PROFILE_DATA)
    # Two options that would be in place here make ccache (4.7) give up, half of this
    # build's time: -fprofile-prefix-path, so train.cmake takes the directory of this
    # build off the names of the files with the counts, and -fprofile-update=atomic, so what two
    # threads count may be a little short, which -fprofile-correction below mends.
    target_compile_options(
      ${target} PRIVATE $<$<COMPILE_LANGUAGE:CXX>:-fprofile-generate=${EVENTLENS_PROFILE_DATA}>)
    target_link_options(${target} PRIVATE -fprofile-generate=${EVENTLENS_PROFILE_DATA})
  elseif(EVENTLENS_PROFILE_GUIDED)
    add_dependencies(${target} eventlens_trained)
    # A function that was changed since the training has no profile, which GCC
    # says in warnings without a name; the training itself is built with -Werror.
    target_compile_options(
      ${target}
      PRIVATE $<$<COMPILE_LANGUAGE:CXX>:-fprofile-use=${CMAKE_BINARY_DIR}/profile/data>
              $<$<COMPILE_LANGUAGE:CXX>:-fprofile-prefix-path=${CMAKE_BINARY_DIR}>
              $<$<COMPILE_LANGUAGE:CXX>:-fprofile-correction>
              $<$<COMPILE_LANGUAGE:CXX>:-Wno-missing-profile>
              $<$<COMPILE_LANGUAGE:CXX>:-Wno-coverage-mismatch>
              $<$<COMPILE_LANGUAGE:CXX>:-Wno-error>)
  endif()
endfunction()
