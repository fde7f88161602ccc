#include "evtx/fragment.h"

#include <algorithm>

#include "base/hash.h"
#include "base/limits.h"
#include "evtx/positional.h"
#include "evtx/signature.h"

namespace eventlens::evtx {
namespace {

/// Whether what follows `item` is part of an attribute's value.
bool is_in_attribute(const Item& item, bool before) {
  return item.kind == ItemKind::AttributeStart ||
         (before && item.kind != ItemKind::AttributeEnd);
}

size_t footprint_of(const std::vector<Item>& items) {
  size_t bytes = sizeof(Fragment) + items.size() * sizeof(Item);
  for (const Item& item : items) {
    bytes += item.text.size();
  }
  return 2 * bytes;  // and about once more as programs
}

/// Fills what follows from the items.
void finish(Fragment& fragment, size_t slot_count) {
  fragment.footprint = footprint_of(fragment.items());
  for (const Item& item : fragment.items()) {
    if (item.kind == ItemKind::Slot) {
      slot_count = std::max<size_t>(slot_count, size_t{item.slot} + 1);
    }
    if (item.kind == ItemKind::ElementStart && item.slot != kNoSlot) {
      slot_count = std::max<size_t>(slot_count, size_t{item.slot} + 1);
    }
  }
  fragment.slot_count = static_cast<uint16_t>(slot_count);
  fragment.shows.resize(slot_count);
  bool in_attribute = false;
  for (const Item& item : fragment.items()) {
    in_attribute = is_in_attribute(item, in_attribute);
    if (item.kind == ItemKind::Slot && !in_attribute) {
      fragment.shows[item.slot] = true;
    }
  }
}

Error without_element() {
  return {ErrorCode::Malformed, "a fragment without an element"};
}

/// Appends `sub` with its slots counted from `base`.
void splice(std::vector<Item>& items, const Fragment& sub, size_t base) {
  for (const Item& item : sub.items()) {
    items.push_back(item);
    if (item.slot != kNoSlot) {
      items.back().slot = static_cast<uint16_t>(base + item.slot);
    }
  }
}

/// `definition` with the sub-fragments in the places of their slots.
std::unique_ptr<Fragment> compose_anew(const Fragment& definition,
                                       const std::vector<SubFragment>& subs) {
  auto fresh = std::make_unique<Fragment>();
  // A sub-fragment that would make the structure larger than that of any real
  // event stays a value; nothing is cut in the middle.
  size_t room = kMaxItemsPerShape -
                std::min(kMaxItemsPerShape, definition.items().size());
  size_t memory = kMaxFootprintPerShape -
                  std::min(kMaxFootprintPerShape, definition.footprint);
  size_t usual = definition.items().size();
  for (const SubFragment& sub : subs) {
    usual += sub.fragment->items().size();
  }
  fresh->own_items.reserve(std::min(usual, kMaxItemsPerShape));
  bool in_attribute = false;
  for (const Item& item : definition.items()) {
    in_attribute = is_in_attribute(item, in_attribute);
    size_t base = definition.slot_count;
    const SubFragment* found = nullptr;
    for (const SubFragment& sub : subs) {
      if (item.kind == ItemKind::Slot && item.slot == sub.slot) {
        found = &sub;
        break;
      }
      base += sub.fragment->slot_count;
    }
    const bool fits = found != nullptr && !in_attribute &&
                      found->fragment->items().size() <= room &&
                      found->fragment->footprint <= memory;
    if (fits) {
      splice(fresh->own_items, *found->fragment, base);
      room -= found->fragment->items().size();
      memory -= found->fragment->footprint;
    } else {
      fresh->own_items.push_back(item);
    }
  }
  size_t slot_count = definition.slot_count;
  for (const SubFragment& sub : subs) {
    slot_count += sub.fragment->slot_count;
  }
  finish(*fresh, slot_count);
  return fresh;
}

}  // namespace

Expected<const Fragment*> FragmentCache::definition(uint64_t guid,
                                                    ByteView chunk,
                                                    size_t start, size_t end,
                                                    Issues& issues) {
  return fragment_of(definitions_[guid], FragmentKind::TemplateDefinition,
                     chunk, start, end, no_values_, issues);
}

Expected<const Fragment*> FragmentCache::plain(ByteView chunk, size_t start,
                                               size_t end, ValueList& values,
                                               Issues& issues) {
  return fragment_of(plain_, FragmentKind::Plain, chunk, start, end, values,
                     issues);
}

Expected<const Fragment*> FragmentCache::fragment_of(
    PatternList& patterns, FragmentKind kind, ByteView chunk, size_t start,
    size_t end, ValueList& values, Issues& issues) {
  if (const Fragment* known = patterns.find(chunk, start, end, values)) {
    return known;
  }
  const size_t base = values.size();
  const uint64_t issues_before = issues.total();
  SignatureHandler signer(signature_, kind, chunk, values);
  Status status = walk_tokens(chunk, start, end, kind, signer, issues);
  if (!status.ok() && kind == FragmentKind::TemplateDefinition) {
    return std::move(status).take_error();
  }
  if (!signer.any_element()) {
    values.truncate(base);
    return status.ok() ? without_element() : std::move(status).take_error();
  }
  if (!status.ok()) {
    issues.count(Issue::FragmentDamaged);
  }
  const Fragment* fragment = find(signature_);
  if (fragment == nullptr) {
    RETURN_IF_ERROR(check_room());
    fragment = learn(values.size() - base);
  }
  // What was repaired has to be counted every time.
  if (issues.total() == issues_before) {
    footprint_ += patterns.add(
        TokenPattern(chunk, start, signer.end(), signer.places(), fragment));
  }
  return fragment;
}

/// A new fragment, of signature_.
const Fragment* FragmentCache::learn(size_t slot_count) {
  auto fresh = std::make_unique<Fragment>();
  items_.clear();
  append_items(signature_, texts_, items_);
  fresh->own_items = items_;  // of just the size it needs
  finish(*fresh, slot_count);
  return keep(signature_, std::move(fresh));
}

const Fragment* FragmentCache::compose(const Fragment* definition,
                                       const std::vector<SubFragment>& subs) {
  if (subs.empty()) {
    return definition;
  }
  if (subs.size() > 1) {
    return compose_many(definition, subs);
  }
  const uint64_t hash = mix(reinterpret_cast<uintptr_t>(definition),
                            reinterpret_cast<uintptr_t>(subs[0].fragment));
  Recent& recent = recent_[(hash >> 8) % recent_.size()];
  if (recent.definition != definition || recent.sub != subs[0]) {
    recent = {definition, subs[0], compose_many(definition, subs)};
  }
  return recent.composed;
}

const Fragment* FragmentCache::compose_many(
    const Fragment* definition, const std::vector<SubFragment>& subs) {
  key_.definition = definition;
  key_.subs = subs;
  std::unique_ptr<Fragment>& composed = compositions_[key_];
  if (composed == nullptr) {
    if (!check_room().ok()) {
      compositions_.erase(key_);
      return definition;
    }
    composed = compose_anew(*definition, subs);
    footprint_ += composed->footprint;
  }
  return composed.get();
}

const Fragment* FragmentCache::positional(uint16_t count, bool whole_event) {
  std::string signature = std::string("positional ") +
                          (whole_event ? "event " : "data ") +
                          std::to_string(count);
  if (const Fragment* known = find(signature)) {
    return known;
  }
  auto fresh = std::make_unique<Fragment>();
  fresh->own_items =
      whole_event ? positional_event(count) : positional_data(count);
  finish(*fresh, count);
  return keep(std::move(signature), std::move(fresh));
}

const Shape* FragmentCache::shape_of(const Fragment* fragment) {
  // The cache owns every fragment it has given out.
  auto* owned = const_cast<Fragment*>(fragment);
  if (owned->shape == nullptr) {
    owned->shape = std::make_unique<Shape>(std::move(owned->own_items),
                                           fragment->slot_count);
  }
  return owned->shape.get();
}

bool FragmentCache::is_full() const {
  return by_signature_.size() + compositions_.size() > kMaxShapes ||
         definitions_.size() > kMaxShapes || footprint_ > kMaxShapeBytes;
}

/// is_full() is looked at after a chunk, because its events still use what
/// there is; a hostile chunk alone must not fill the memory.
Status FragmentCache::check_room() const {
  if (footprint_ <= 2 * kMaxShapeBytes) {
    return success();
  }
  return Error{ErrorCode::LimitExceeded,
               "the structures of this chunk need more than " +
                   std::to_string(2 * kMaxShapeBytes) + " bytes"};
}

void FragmentCache::clear() {
  compositions_.clear();
  by_signature_.clear();
  texts_.clear();
  definitions_.clear();
  plain_ = {};
  footprint_ = 0;
  recent_.fill({});
}

size_t FragmentCache::CompositionHash::operator()(
    const CompositionKey& key) const {
  uint64_t hash = mix(0, reinterpret_cast<uintptr_t>(key.definition));
  for (const SubFragment& sub : key.subs) {
    hash = mix(hash, sub.slot);
    hash = mix(hash, reinterpret_cast<uintptr_t>(sub.fragment));
  }
  return hash;
}

const Fragment* FragmentCache::find(const std::string& signature) const {
  const auto found = by_signature_.find(signature);
  return found == by_signature_.end() ? nullptr : found->second.get();
}

const Fragment* FragmentCache::keep(std::string signature,
                                    std::unique_ptr<Fragment> fresh) {
  footprint_ += fresh->footprint + signature.size();
  const Fragment* kept = fresh.get();
  by_signature_.emplace(std::move(signature), std::move(fresh));
  return kept;
}

}  // namespace eventlens::evtx
