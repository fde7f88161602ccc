// Legacy events so that one search finds them together with those of today:
// their values under the names, and in the spelling, of the event that took
// their place, and a message in one line.
#pragma once

#include "base/buffer.h"
#include "enrich/plan.h"

namespace eventlens {

/// Adds the fields of `legacy` that the event has, under the names of today,
/// and lets the names of their codes go by these too. A name that the event
/// uses itself is left out. Call when plan.coded is complete.
void plan_modern(EnrichmentPlan& plan, const FlatFields& fields,
                 const LegacyEvent& legacy);

/// Plans a message of all that the event holds; none where it has one itself.
void plan_message(EnrichmentPlan& plan, const FlatFields& fields);

/// Appends the value in the spelling of today's event; as it is where it is
/// spelled in no way that is known. `scratch` is room that may be used.
void append_modern(Buffer& out, ModernForm form, const Value& value,
                   Escape escape, Buffer& scratch);

/// Appends `text` with each run of blanks and line breaks as one blank, without
/// those around it, and no more than kMaxMessageValue bytes of it.
void append_terse(Buffer& out, std::string_view text);
inline constexpr size_t kMaxMessageValue = 160;

/// A message gets no more values when it is this long, in bytes.
inline constexpr size_t kMaxMessage = 1024;

}  // namespace eventlens
