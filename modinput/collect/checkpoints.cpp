#include "collect/checkpoints.h"

#include <rapidjson/document.h>
#include <rapidjson/prettywriter.h>
#include <rapidjson/stringbuffer.h>

#include "base/buffer.h"
#include "base/filetime.h"
#include "base/hash.h"
#include "base/limits.h"
#include "base/number_text.h"
#include "log/log.h"
#include "os/paths.h"

namespace eventlens {
namespace {

constexpr const char* kStanzaFile = "stanza.json";

std::string hex_of(uint64_t number) {
  Buffer text;
  append_hex(text, number);
  return std::string(text.view().substr(2));
}

/// A directory name for any stanza name: what is no plain character becomes
/// "_", and a hash keeps different names apart.
std::string directory_name(const std::string& stanza) {
  constexpr size_t kReadable = 80;
  const size_t scheme_end = stanza.find("://");
  std::string name =
      scheme_end == std::string::npos ? stanza : stanza.substr(scheme_end + 3);
  for (char& c : name) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                       (c >= '0' && c <= '9') || c == '-' || c == '.';
    c = plain ? c : '_';
  }
  return "stanza_" + name.substr(0, kReadable) + "_" +
         hex_of(hash_text(stanza));
}

/// JSON keeps whole numbers up to 2^53 in every reader; ids and ticks are
/// larger, so they are kept as text.
std::string number_text(uint64_t number) { return std::to_string(number); }

bool read_number(const rapidjson::Document& document, const char* key,
                 uint64_t& number) {
  const auto member = document.FindMember(key);
  if (member == document.MemberEnd() || !member->value.IsString()) {
    return false;
  }
  const auto parsed = parse_integer(member->value.GetString());
  number = parsed.value_or(0);
  return parsed.has_value();
}

using Writer = rapidjson::PrettyWriter<rapidjson::StringBuffer>;

void put(Writer& writer, const char* key, const std::string& text) {
  writer.Key(key);
  writer.String(text.data(), static_cast<rapidjson::SizeType>(text.size()));
}

Error other_version(const std::string& path, int version) {
  return {ErrorCode::Unsupported,
          path + ": checkpoint version " + std::to_string(version) +
              "; this program reads version " +
              std::to_string(kCheckpointVersion) +
              ". Install the version that wrote it, or move the directory "
              "away to read all logs again"};
}

}  // namespace

Expected<Checkpoints> Checkpoints::open(const std::string& checkpoint_dir,
                                        const std::string& stanza) {
  Checkpoints checkpoints(checkpoint_dir + "/" + directory_name(stanza),
                          stanza);
  RETURN_IF_ERROR(make_directories(checkpoints.directory_));
  RETURN_IF_ERROR(checkpoints.load());
  return checkpoints;
}

Status Checkpoints::load() {
  ASSIGN_OR_RETURN(const auto files, list_files(directory_, false));
  for (const std::string& file : files) {
    // "*.new" is a draft that was never finished.
    if (file.ends_with(".json")) {
      RETURN_IF_ERROR(load_file(file));
    }
  }
  return success();
}

Status Checkpoints::load_file(const std::string& path) {
  ASSIGN_OR_RETURN(const std::string text,
                   read_file(path, kMaxCheckpointBytes));
  rapidjson::Document document;
  document.Parse(text.data(), text.size());
  const auto unusable = [&](const std::string& why) {
    log_error(path + ": is no checkpoint (" + why +
              "); its log will be read again from the beginning");
    return success();
  };
  if (document.HasParseError() || !document.IsObject()) {
    return unusable("cut short or edited, JSON ends at byte " +
                    std::to_string(document.GetErrorOffset()));
  }
  const auto version = document.FindMember("version");
  if (version == document.MemberEnd() || !version->value.IsInt()) {
    return unusable("no version");
  }
  if (version->value.GetInt() != kCheckpointVersion) {
    return other_version(path, version->value.GetInt());
  }
  if (path.ends_with(std::string("/") + kStanzaFile)) {
    first_run_ = false;
    return success();
  }
  FileIdentity identity;
  Checkpoint checkpoint;
  const auto log_path = document.FindMember("path");
  if (log_path == document.MemberEnd() || !log_path->value.IsString() ||
      !read_number(document, "device", identity.device) ||
      !read_number(document, "inode", identity.inode) ||
      !read_number(document, "record_id", checkpoint.bookmark.record_id) ||
      !read_number(document, "written_ticks",
                   checkpoint.bookmark.written_time)) {
    return unusable("path, device, inode, record_id and written_ticks needed");
  }
  checkpoint.path = log_path->value.GetString();
  by_identity_[identity] = checkpoint;
  return success();
}

Status Checkpoints::mark_run() {
  if (!first_run_) {
    return success();
  }
  rapidjson::StringBuffer text;
  Writer writer(text);
  writer.StartObject();
  writer.Key("version");
  writer.Int(kCheckpointVersion);
  put(writer, "stanza", stanza_);
  writer.EndObject();
  RETURN_IF_ERROR(write_file_atomically(directory_ + "/" + kStanzaFile,
                                        {text.GetString(), text.GetSize()}));
  first_run_ = false;
  return success();
}

const Checkpoint* Checkpoints::find(const FileIdentity& identity,
                                    const std::string& path) const {
  const auto found = by_identity_.find(identity);
  if (found != by_identity_.end()) {
    return &found->second;
  }
  for (const auto& [other, checkpoint] : by_identity_) {
    if (checkpoint.path == path) {
      return &checkpoint;
    }
  }
  return nullptr;
}

Status Checkpoints::save(const FileIdentity& identity,
                         const Checkpoint& checkpoint) {
  Buffer time;
  append_filetime(time, checkpoint.bookmark.written_time);
  rapidjson::StringBuffer text;
  Writer writer(text);
  writer.StartObject();
  writer.Key("version");
  writer.Int(kCheckpointVersion);
  put(writer, "stanza", stanza_);
  put(writer, "path", checkpoint.path);
  put(writer, "device", number_text(identity.device));
  put(writer, "inode", number_text(identity.inode));
  put(writer, "record_id", number_text(checkpoint.bookmark.record_id));
  put(writer, "written_ticks",
      number_text(checkpoint.bookmark.written_time));
  put(writer, "written_time", std::string(time.view()));
  writer.EndObject();
  RETURN_IF_ERROR(write_file_atomically(file_of(identity),
                                        {text.GetString(), text.GetSize()}));
  by_identity_[identity] = checkpoint;
  return success();
}

std::string Checkpoints::file_of(const FileIdentity& identity) const {
  return directory_ + "/" + hex_of(identity.device) + "-" +
         hex_of(identity.inode) + ".json";
}

}  // namespace eventlens
