// The list of all forms.
#include <array>

#include "json/form.h"

namespace eventlens::json {

std::span<const Form> forms() {
  // Flat ones last: their names are those of Windows and tell less.
  static const std::array<Form, 8> kForms = {
      kWinlogbeat, kEvtxDump,  kWazuh,          kWazuhAlert,
      kFluentBit,  kEventLens, kWinlogbeatFlat, kNxlog};
  return kForms;
}

}  // namespace eventlens::json
