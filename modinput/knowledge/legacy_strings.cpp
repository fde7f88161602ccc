#include "knowledge/legacy_strings.h"

#include <algorithm>
#include <array>

namespace eventlens {

void LegacyEvent::add(const LegacyString& row) {
  Form& form = forms_[row.os];
  form.resize(std::max<size_t>(form.size(), row.position));
  form[row.position - 1] = row.field;
  const auto same = [&](const LegacyField& known) {
    return known.field == row.field.field;
  };
  if (!row.field.modern.empty() &&
      std::none_of(fields_.begin(), fields_.end(), same)) {
    fields_.push_back(row.field);
  }
}

void LegacyEvent::finish() {
  std::map<size_t, std::vector<const Form*>> by_count;
  // The newest first, where names differ without harm.
  for (const std::string_view os : {"2003sp1", "2003", "2000"}) {
    if (const auto found = forms_.find(os); found != forms_.end()) {
      by_count[found->second.size()].push_back(&found->second);
    }
  }
  for (const auto& [os, form] : forms_) {
    std::vector<const Form*>& forms = by_count[form.size()];
    if (std::find(forms.begin(), forms.end(), &form) == forms.end()) {
      forms.push_back(&form);
    }
  }
  for (const auto& [count, forms] : by_count) {
    std::vector<std::string_view>& names = names_[count];
    for (size_t i = 0; i < count; ++i) {
      names.push_back(common_name(forms, i));
    }
  }
}

/// What several versions of Windows call one string: the first one's name where
/// all mean the same by it. Else it has none.
std::string_view LegacyEvent::common_name(const std::vector<const Form*>& forms,
                                          size_t position) {
  const LegacyField& first = (*forms[0])[position];
  for (const Form* form : forms) {
    const LegacyField& other = (*form)[position];
    const bool same_modern =
        !first.modern.empty() && other.modern == first.modern;
    if (other.field != first.field && !same_modern) {
      return {};
    }
  }
  return first.field;
}

std::span<const std::string_view> LegacyEvent::names(size_t count) const {
  const auto found = names_.find(count);
  return found == names_.end() ? std::span<const std::string_view>()
                               : found->second;
}

ModernForm modern_form(std::string_view name) {
  constexpr std::array<std::pair<std::string_view, ModernForm>, 4> kForms = {
      {{"hex", ModernForm::Hex},
       {"decimal", ModernForm::Decimal},
       {"luid", ModernForm::Luid},
       {"sid", ModernForm::Sid}}};
  for (const auto& [known, form] : kForms) {
    if (name == known) {
      return form;
    }
  }
  return ModernForm::Same;
}

}  // namespace eventlens
