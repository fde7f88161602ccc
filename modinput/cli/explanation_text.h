// Explanations for reading in a terminal, and as JSON for machines.
#pragma once

#include <string>
#include <vector>

#include "cli/explanation.h"

namespace eventlens {

enum class Colour : uint8_t { Never, Terminal };

/// Wrapped to `width` columns; headings in bold where `colour` says so.
[[nodiscard]] std::string explanation_text(
    const std::vector<Explanation>& explanations, size_t width, Colour colour);

/// One JSON array: an object per term, {"term":..., "matches":[...]}.
[[nodiscard]] std::string explanation_json(
    const std::vector<Explanation>& explanations);

}  // namespace eventlens
