# EVENTLENS_SANITIZE: a list for -fsanitize=, set by the presets asan and tsan.
set(EVENTLENS_SANITIZE "" CACHE STRING "Sanitizers, e.g. address,undefined")
if(EVENTLENS_SANITIZE)
  add_compile_options(-fsanitize=${EVENTLENS_SANITIZE} -fno-omit-frame-pointer
                      -fno-sanitize-recover=all)
  add_link_options(-fsanitize=${EVENTLENS_SANITIZE})
endif()
