# portable_prefix(target): libraries and headers are looked for in what
# dependencies.sh laid for the target, and nowhere on this machine.
function(portable_prefix target)
  cmake_path(SET place NORMALIZE "${CMAKE_CURRENT_FUNCTION_LIST_DIR}/../../build/portable/${target}")
  set(CMAKE_FIND_ROOT_PATH "${place}/prefix" PARENT_SCOPE)
  set(CMAKE_FIND_ROOT_PATH_MODE_PROGRAM NEVER PARENT_SCOPE)
  foreach(kind IN ITEMS LIBRARY INCLUDE PACKAGE)
    set(CMAKE_FIND_ROOT_PATH_MODE_${kind} ONLY PARENT_SCOPE)
  endforeach()
  set(PORTABLE_PLACE "${place}" PARENT_SCOPE)
endfunction()
