// Exit codes; docs/operations.md says what to do about each.
#pragma once

namespace eventlens {

enum ExitCode : int {
  kExitSuccess = 0,
  kExitCannotStart = 1,   // configuration, setting or checkpoints
  kExitUsage = 2,         // command line
  kExitFilesFailed = 3,   // all done, but some files could not be read
  kExitNothingFound = 4,  // explain: nothing is known of a term
  kExitInterrupted = 5,   // the output or a checkpoint could not be written
};

}  // namespace eventlens
