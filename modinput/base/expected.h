// Expected<T> and Status: how a function says that it could not do its work.
// C++20 has no std::expected. We throw nothing; main alone catches what
// libraries throw.
//
// An Error says what kind of thing went wrong, of what (a field, a file, a
// setting), and a short detail with what was found and what is accepted.
// Callers prepend their own coordinate once with `in()`.
#pragma once

#include <cassert>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>

namespace eventlens {

enum class ErrorCode : uint8_t {
  Truncated,       // bytes end before the thing does
  Malformed,       // bytes are there but not what the format allows
  LimitExceeded,   // a count or size is beyond base/limits.h
  NotFound,        // a file, table or name does not exist
  Io,              // the operating system refused
  Unsupported,     // known, but not what this program reads
  InvalidSetting,  // a setting's value is not accepted
  Closed,          // the reader of our output has gone
  Stopped,         // we were asked to stop
};

struct Error {
  ErrorCode code;
  std::string message;

  /// The same error with the caller's coordinate in front: "coordinate: ...".
  [[nodiscard]] Error in(const std::string& coordinate) && {
    return Error{code, coordinate + ": " + message};
  }
};

/// A T, or an Error. Success costs a null pointer: the error lies on the heap,
/// so that functions that read a few bytes can afford to return this.
template <typename T>
class [[nodiscard]] Expected {
 public:
  Expected(T value) : value_(std::move(value)) {}  // NOLINT: implicit
  Expected(Error error)                            // NOLINT: implicit
      : error_(std::make_unique<Error>(std::move(error))) {}

  [[nodiscard]] bool ok() const { return error_ == nullptr; }
  explicit operator bool() const { return ok(); }

  /// REQUIRES: ok(). Violating it is our own mistake, never a file's.
  T& operator*() {
    assert(ok());
    return *value_;
  }
  const T& operator*() const {
    assert(ok());
    return *value_;
  }
  T* operator->() { return &**this; }
  const T* operator->() const { return &**this; }

  /// REQUIRES: !ok().
  [[nodiscard]] const Error& error() const {
    assert(!ok());
    return *error_;
  }
  Error take_error() && {
    assert(!ok());
    return std::move(*error_);
  }

 private:
  std::optional<T> value_;
  std::unique_ptr<Error> error_;
};

struct Done {};

/// Success, or an Error.
using Status = Expected<Done>;
inline Status success() { return Done{}; }

}  // namespace eventlens

#define EVENTLENS_CONCAT_(a, b) a##b
#define EVENTLENS_CONCAT(a, b) EVENTLENS_CONCAT_(a, b)

/// Leaves the function with the error of `expression`, a Status.
#define RETURN_IF_ERROR(expression) \
  EVENTLENS_RETURN_IF_ERROR(EVENTLENS_CONCAT(status_, __LINE__), expression)
#define EVENTLENS_RETURN_IF_ERROR(name, expression) \
  do {                                              \
    auto name = (expression);                       \
    if (!name.ok()) {                               \
      return std::move(name).take_error();          \
    }                                               \
  } while (false)

/// Declares `declaration` with the value of `expression`, an Expected, or
/// leaves the function with its error.
#define ASSIGN_OR_RETURN(declaration, expression)                   \
  EVENTLENS_ASSIGN_OR_RETURN(EVENTLENS_CONCAT(expected_, __LINE__), \
                             declaration, expression)
#define EVENTLENS_ASSIGN_OR_RETURN(name, declaration, expression) \
  auto name = (expression);                                       \
  if (!name.ok()) {                                               \
    return std::move(name).take_error();                          \
  }                                                               \
  declaration = std::move(*name)
