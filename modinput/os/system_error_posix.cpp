// Why a call of the system failed, where there is an errno.
#include <cerrno>
#include <cstring>

#include "os/system_error.h"

namespace eventlens {

Error system_error(const std::string& what, int number) {
  const ErrorCode code = number == ENOENT || number == ENOTDIR
                             ? ErrorCode::NotFound
                             : ErrorCode::Io;
  return {code, what + ": " + std::strerror(number)};
}

Error last_error(const std::string& what) { return system_error(what, errno); }

}  // namespace eventlens
