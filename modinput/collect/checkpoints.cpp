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
#include "os/path_names.h"
#include "os/paths.h"

namespace eventlens {
namespace {

constexpr const char* kStanzaFile = "stanza.json";
// There only while it is tried whether something can be saved.
constexpr const char* kProbeFile = "probe";

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

/// The object's member, or null.
const rapidjson::Value* find_member(const rapidjson::Document& document,
                                    const char* key) {
  return document.HasMember(key) ? &document[key] : nullptr;
}

bool read_number(const rapidjson::Document& document, const char* key,
                 uint64_t& number) {
  const rapidjson::Value* member = find_member(document, key);
  if (member == nullptr || !member->IsString()) {
    return false;
  }
  const auto parsed = parse_integer(member->GetString());
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
  Checkpoints checkpoints(path_in(checkpoint_dir, directory_name(stanza)),
                          stanza);
  Status made = make_directories(checkpoints.directory_);
  if (!made.ok()) {
    return std::move(made).take_error().in(
        "the directory for its checkpoints cannot be made");
  }
  RETURN_IF_ERROR(checkpoints.load());
  RETURN_IF_ERROR(checkpoints.try_to_save());
  return checkpoints;
}

/// Each start on a full disk would else send one batch, and that batch again
/// at the next start, for as long as the disk is full.
Status Checkpoints::try_to_save() const {
  constexpr size_t kLikeACheckpoint = 1024;
  const std::string probe = path_in(directory_, kProbeFile);
  Status saved =
      write_file_atomically(probe, std::string(kLikeACheckpoint, ' '));
  if (saved.ok()) {
    saved = remove_file(probe);
  }
  if (!saved.ok()) {
    return Error{ErrorCode::Io,
                 "checkpoints cannot be saved: " + saved.error().message +
                     "; make room or give the right to write there. Nothing "
                     "is sent until then, and nothing is left out"};
  }
  return success();
}

Status Checkpoints::load() {
  const Listing files = list_files(directory_, false);
  if (!files.problems.empty()) {
    return files.problems.front();
  }
  for (const std::string& file : files.paths) {
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
  const bool of_stanza = file_name_of(path) == kStanzaFile;
  const auto unusable = [&](const std::string& why) {
    log_error(path + ": is no checkpoint (" + why + "); " +
              (of_stanza ? "it will be written anew"
                         : "its log will be read again from the beginning"));
    return success();
  };
  if (document.HasParseError()) {
    return unusable("cut short or edited, JSON ends at byte " +
                    std::to_string(document.GetErrorOffset()));
  }
  if (!document.IsObject()) {
    return unusable("no JSON object");
  }
  const rapidjson::Value* version = find_member(document, "version");
  if (version == nullptr || !version->IsInt()) {
    return unusable("no version");
  }
  if (version->GetInt() != kCheckpointVersion) {
    return other_version(path, version->GetInt());
  }
  if (of_stanza) {
    first_run_ = false;
    return success();
  }
  Checkpoint checkpoint;
  const rapidjson::Value* log_path = find_member(document, "path");
  if (log_path == nullptr || !log_path->IsString() ||
      !read_number(document, "device", checkpoint.identity.device) ||
      !read_number(document, "inode", checkpoint.identity.inode) ||
      !read_number(document, "record_id", checkpoint.bookmark.record_id) ||
      !read_number(document, "written_ticks",
                   checkpoint.bookmark.written_time)) {
    return unusable("path, device, inode, record_id and written_ticks needed");
  }
  checkpoint.path = log_path->GetString();
  checkpoints_[{checkpoint.identity, checkpoint.path}] = checkpoint;
  return success();
}

/// Writes one of our files. Error: Io, saying that it is a checkpoint and what
/// to do.
Status Checkpoints::write(const std::string& path, std::string_view content) {
  const Status written = write_file_atomically(path, content);
  if (!written.ok()) {
    return Error{ErrorCode::Io,
                 "a checkpoint cannot be saved: " + written.error().message +
                     "; make room or give the right to write there. The input "
                     "ends; its next start sends again what was sent since "
                     "the last checkpoint"};
  }
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
  RETURN_IF_ERROR(write(path_in(directory_, kStanzaFile),
                        {text.GetString(), text.GetSize()}));
  first_run_ = false;
  return success();
}

std::vector<Checkpoint> Checkpoints::candidates(const FileIdentity& identity,
                                                const std::string& path) const {
  std::vector<Checkpoint> found;
  for (const auto& [key, checkpoint] : checkpoints_) {
    if (checkpoint.identity == identity || checkpoint.path == path) {
      found.push_back(checkpoint);
    }
  }
  return found;
}

Status Checkpoints::save(const Checkpoint& checkpoint) {
  Buffer time;
  append_filetime(time, checkpoint.bookmark.written_time);
  rapidjson::StringBuffer text;
  Writer writer(text);
  writer.StartObject();
  writer.Key("version");
  writer.Int(kCheckpointVersion);
  put(writer, "stanza", stanza_);
  put(writer, "path", checkpoint.path);
  put(writer, "device", number_text(checkpoint.identity.device));
  put(writer, "inode", number_text(checkpoint.identity.inode));
  put(writer, "record_id", number_text(checkpoint.bookmark.record_id));
  put(writer, "written_ticks", number_text(checkpoint.bookmark.written_time));
  put(writer, "written_time", std::string(time.view()));
  writer.EndObject();
  RETURN_IF_ERROR(
      write(file_of(checkpoint), {text.GetString(), text.GetSize()}));
  checkpoints_[{checkpoint.identity, checkpoint.path}] = checkpoint;
  return success();
}

Status Checkpoints::forget(const Checkpoint& checkpoint) {
  Status removed = remove_file(file_of(checkpoint));
  if (!removed.ok() && removed.error().code != ErrorCode::NotFound) {
    return std::move(removed).take_error().in("a checkpoint cannot be removed");
  }
  checkpoints_.erase({checkpoint.identity, checkpoint.path});
  return success();
}

std::string Checkpoints::file_of(const Checkpoint& checkpoint) const {
  return path_in(directory_, hex_of(checkpoint.identity.device) + "-" +
                                 hex_of(checkpoint.identity.inode) + "-" +
                                 hex_of(hash_text(checkpoint.path)) + ".json");
}

}  // namespace eventlens
