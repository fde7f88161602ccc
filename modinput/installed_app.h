// Where the app lies that this program is a part of.
#pragma once

#include <string>

namespace eventlens {

/// The lookups directory of the app whose bin directory this program runs
/// from (<app>/bin or <app>/<platform>/bin); empty where it does not.
[[nodiscard]] std::string installed_lookups();

}  // namespace eventlens
