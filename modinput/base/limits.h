// Limits we own. Included wherever a number from outside becomes a size, a
// count, a depth or an offset: such a number is compared with one of these
// before it is used.
#pragma once

#include <cstddef>
#include <cstdint>

namespace eventlens {

/// Bytes that must be readable behind the end of every buffer that Values view.
/// The text kernels load 16 bytes at a time and may read past a value's end;
/// what they read there never reaches the output.
inline constexpr size_t kReadSlack = 32;

/// BinXML: nested fragments (a value that is itself a BinXML stream) and open
/// elements. Real logs stay below 8 and 16; hostile ones try to exhaust the
/// stack.
inline constexpr size_t kMaxFragmentDepth = 16;
inline constexpr size_t kMaxOpenElements = 512;
/// Attributes of one element; real ones have at most five.
inline constexpr size_t kMaxAttributesPerElement = 256;

/// Values of one template instance. Real logs stay below 64.
inline constexpr uint32_t kMaxValuesPerInstance = 4096;

/// Values of one event, over all nested fragments.
inline constexpr size_t kMaxValuesPerEvent = 16384;

/// Shapes, definitions and programs kept before all of them are forgotten and
/// learned anew. Natural logs need some thousands; a hostile log could make
/// every record a new shape.
inline constexpr size_t kMaxShapes = 16384;
inline constexpr size_t kMaxShapeBytes = size_t{64} << 20;

/// Items of one shape. 64 KiB of tokens cannot hold more, but nesting copies.
inline constexpr size_t kMaxItemsPerShape = 65536;

/// Memory of one shape that is composed of fragments, as footprint; a fragment
/// that would go beyond stays a value. Real ones need some 20 KiB.
inline constexpr size_t kMaxFootprintPerShape = size_t{8} << 20;

/// Characters of an element's or attribute's name. Real ones stay below 64. A
/// name is stored once and may be used by every element of a chunk, so that a
/// long one is what blows a hostile log up.
inline constexpr size_t kMaxNameCharacters = 256;

/// Finished text of one event. A record has at most 64 KiB, which honest
/// templates make into less than 1 MiB; a hostile one may show a value
/// thousands of times. An event beyond is left out as a whole.
inline constexpr size_t kMaxEventText = size_t{16} << 20;
/// Finished text of all events of one unit, of which several are in memory.
inline constexpr size_t kMaxUnitText = size_t{64} << 20;

/// A lookup CSV, an input configuration and a checkpoint are read whole.
inline constexpr size_t kMaxCsvBytes = size_t{256} << 20;
inline constexpr size_t kMaxConfigurationBytes = size_t{16} << 20;
inline constexpr size_t kMaxCheckpointBytes = size_t{1} << 20;

/// An article of a knowledge base: the largest of 62,000 has 174 KiB; how many
/// files of them are read, of which the largest archive has 60,335; and how
/// many events one may be about: the longest list has 172.
inline constexpr size_t kMaxArticleBytes = size_t{1} << 20;
inline constexpr size_t kMaxArticleFiles = 500'000;
inline constexpr size_t kMaxEventsPerArticle = 1'000;

}  // namespace eventlens
