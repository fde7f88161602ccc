// Writes one EVTX log to standard output, for tests that need logs which grow,
// wrap around, are cleared or are being written to. The same arguments give the
// same bytes, and a record depends on its id and the start time only: a log of
// 20 events begins with the records of a log of 10.
//
//   make_log --first-id 1 --events 10 [--name value ...] > Security.evtx
//
// Arguments, all with a default: see Arguments below.
#include <algorithm>
#include <charconv>
#include <exception>
#include <iostream>
#include <map>
#include <stdexcept>
#include <string>

#include "evtx_builder.h"

namespace eventlens::test {
namespace {

constexpr std::uint64_t kSecond = 10'000'000;  // in FILETIME ticks
constexpr std::uint64_t kPreauthFailed = 0x18;
constexpr std::uint32_t kLogonFailure = 0xC000006D;
constexpr std::uint32_t kWrongPassword = 0xC000006A;

struct Arguments {
  std::uint64_t first_id = 1;
  std::uint64_t events = 10;
  // Seconds since 1970 of the record with id 0; the others follow second by
  // second. Another start makes other records of the same ids.
  std::uint64_t start = 1'740'000'000;
  std::uint64_t per_chunk = 1'000'000;  // records, at most
  std::uint64_t slots = 0;  // chunk slots of a circular log; 0: as needed
  std::uint64_t dirty = 0;  // 1: as a log in use has it
  std::uint64_t hide = 0;   // last records that the chunk header does not know
  std::uint64_t cut = 0;    // 1: the last record has no end yet
  std::uint64_t event_id = 4771;  // or 4625
  std::string channel = "Security";
  std::string computer = "dc01.corp.example";
};

std::uint64_t number_from(const std::string& name, const std::string& text) {
  std::uint64_t number = 0;
  const char* const end = text.data() + text.size();
  const auto result = std::from_chars(text.data(), end, number);
  if (result.ec != std::errc() || result.ptr != end) {
    throw std::invalid_argument(name + " " + text + " is no number");
  }
  return number;
}

Arguments read_arguments(int argc, char** argv) {
  Arguments arguments;
  const std::map<std::string, std::uint64_t*> numbers = {
      {"--first-id", &arguments.first_id},
      {"--events", &arguments.events},
      {"--start", &arguments.start},
      {"--per-chunk", &arguments.per_chunk},
      {"--slots", &arguments.slots},
      {"--dirty", &arguments.dirty},
      {"--hide", &arguments.hide},
      {"--cut", &arguments.cut},
      {"--event-id", &arguments.event_id}};
  const std::map<std::string, std::string*> texts = {
      {"--channel", &arguments.channel}, {"--computer", &arguments.computer}};
  for (int i = 1; i + 1 < argc; i += 2) {
    const std::string name = argv[i];
    if (const auto number = numbers.find(name); number != numbers.end()) {
      *number->second = number_from(name, argv[i + 1]);
    } else if (const auto text = texts.find(name); text != texts.end()) {
      *text->second = argv[i + 1];
    } else {
      throw std::invalid_argument("no argument is called " + name);
    }
  }
  if (argc % 2 == 0) {
    throw std::invalid_argument("the last argument has no value");
  }
  return arguments;
}

/// The payload tells which record it is, so that a test can see mixed ones.
std::vector<EvtxDataItem> payload(const Arguments& arguments,
                                  std::uint64_t id) {
  const auto user = string_value("user" + std::to_string(id));
  if (arguments.event_id == 4625) {
    return {{"TargetUserName", user},
            {"Status", hex32_value(kLogonFailure)},
            {"SubStatus", hex32_value(kWrongPassword)},
            {"LogonType", uint32_value(3)}};
  }
  return {{"TargetUserName", user},
          {"ServiceName", string_value("krbtgt/CORP & <\"'>")},
          {"Status", hex32_value(kPreauthFailed)},
          {"PreAuthType", string_value("2")},
          {"IpAddress", string_value("::ffff:10.20.10.101")}};
}

EvtxEvent event_of(const Arguments& arguments, std::uint64_t id) {
  EvtxEvent event;
  event.event_id = static_cast<std::uint16_t>(arguments.event_id);
  event.channel = arguments.channel;
  event.computer = arguments.computer;
  // A fraction of its own for each record: 1,234,567 ticks and its id.
  event.time = filetime_from_utc({1970, 1, 1, 0, 0, 0, 0}) +
               (arguments.start + id) * kSecond + 1'234'567 + id % 1000;
  event.data = payload(arguments, id);
  return event;
}

/// What a log with `slots` places keeps: chunk n lies in place n % slots.
EvtxBytes wrapped(const EvtxBytes& file, std::uint64_t slots) {
  const EvtxImage whole(file);
  const std::size_t chunks = whole.chunk_count();
  if (chunks <= slots) {
    return file;
  }
  EvtxBytes kept(file.begin(),
                 file.begin() + static_cast<std::ptrdiff_t>(
                                    EvtxImage::chunk_offset(slots)));
  for (std::size_t chunk = slots; chunk < chunks; ++chunk) {
    std::copy_n(file.begin() +
                    static_cast<std::ptrdiff_t>(EvtxImage::chunk_offset(chunk)),
                EvtxImage::chunk_offset(1) - EvtxImage::chunk_offset(0),
                kept.begin() + static_cast<std::ptrdiff_t>(
                                   EvtxImage::chunk_offset(chunk % slots)));
  }
  EvtxImage image(std::move(kept));
  image.set(evtx_file_field::kOldestChunk, std::uint64_t{chunks % slots});
  image.set(evtx_file_field::kCurrentChunk,
            std::uint64_t{(chunks - 1) % slots});
  image.set(evtx_file_field::kChunkCount, static_cast<std::uint16_t>(slots));
  image.fix_file_checksum();
  return image.bytes();
}

EvtxBytes make_log(const Arguments& arguments) {
  EvtxOptions options;
  options.first_record_id = arguments.first_id;
  options.file_flags = arguments.dirty != 0 ? kEvtxFileDirty : 0;
  EvtxBuilder builder(options);
  for (std::uint64_t i = 0; i < arguments.events; ++i) {
    if (i > 0 && i % arguments.per_chunk == 0) {
      builder.start_chunk();
    }
    builder.add_event(event_of(arguments, arguments.first_id + i));
  }
  EvtxImage image = builder.image();
  if (arguments.hide > 0) {
    image.hide_last_records(image.chunk_count() - 1, arguments.hide);
  }
  if (arguments.cut != 0) {
    const std::size_t last = image.record_count() - 1;
    image.set_in_record(last, image.record_size(last) - 4, std::uint32_t{0});
    image.fix_checksums();
  }
  return arguments.slots == 0 ? image.bytes()
                              : wrapped(image.bytes(), arguments.slots);
}

}  // namespace
}  // namespace eventlens::test

int main(int argc, char** argv) {
  try {
    using namespace eventlens::test;
    const EvtxBytes log = make_log(read_arguments(argc, argv));
    std::cout.write(reinterpret_cast<const char*>(log.data()),
                    static_cast<std::streamsize>(log.size()));
    std::cout.flush();
    return std::cout ? 0 : 1;
  } catch (const std::exception& error) {
    std::cerr << "make_log: " << error.what() << '\n';
    return 2;
  }
}
