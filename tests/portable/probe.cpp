// Proves that with the toolchain of the shipped programs a static libcurl
// speaks TLS, that exceptions are caught and objects of threads end, and that
// the host's GSSAPI can be loaded.
//   probe https CA_FILE URL   writes what URL gives; only CA_FILE is trusted
//   probe gssapi              "found", or "not here" and why
//   probe exceptions          "caught"
//   probe endings             which objects end, in their order
// Exit code 0, or 1 with the reason on standard error.

#include <curl/curl.h>
#include <dlfcn.h>

#include <cstdio>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>

namespace {

size_t append(const char* bytes, size_t size, size_t count, void* text) {
  static_cast<std::string*>(text)->append(bytes, size * count);
  return size * count;
}

int https(const char* ca_file, const char* url) {
  std::string text;
  curl_global_init(CURL_GLOBAL_DEFAULT);
  CURL* const handle = curl_easy_init();
  if (handle == nullptr) {
    std::fputs("no handle\n", stderr);
    return 1;
  }
  curl_easy_setopt(handle, CURLOPT_URL, url);
  curl_easy_setopt(handle, CURLOPT_CAINFO, ca_file);
  curl_easy_setopt(handle, CURLOPT_TIMEOUT, 20L);
  curl_easy_setopt(handle, CURLOPT_NOPROXY, "*");
  curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, append);
  curl_easy_setopt(handle, CURLOPT_WRITEDATA, &text);
  const CURLcode code = curl_easy_perform(handle);
  curl_easy_cleanup(handle);
  if (code != CURLE_OK) {
    std::fprintf(stderr, "%s\n", curl_easy_strerror(code));
    return 1;
  }
  std::puts(text.c_str());
  return 0;
}

int gssapi() {
  void* const library = dlopen("libgssapi_krb5.so.2", RTLD_NOW | RTLD_LOCAL);
  if (library == nullptr) {
    std::printf("not here: %s\n", dlerror());
    return 0;
  }
  if (dlsym(library, "gss_init_sec_context") == nullptr) {
    std::fputs("it has no gss_init_sec_context\n", stderr);
    return 1;
  }
  std::puts("found");
  return 0;
}

// In a thread, so that the unwinder meets glibc's frames as well.
int exceptions() {
  bool caught = false;
  std::thread([&caught] {
    try {
      throw std::runtime_error("thrown");
    } catch (const std::exception& error) {
      caught = std::string_view(error.what()) == "thrown";
    }
  }).join();
  std::puts(caught ? "caught" : "not caught");
  return caught ? 0 : 1;
}

// Says that it ends.
struct Ending {
  const char* where;
  int number;
  ~Ending() {
    if (number == 0) {
      std::puts(where);
    } else {
      std::printf("%s %d\n", where, number);
    }
  }
};

void begin(const char* where) {
  thread_local const Ending first{where, 1};
  thread_local const Ending second{where, 2};
}

int endings() {
  static const Ending of_program{"static", 0};
  std::thread(begin, "thread").join();
  begin("main");
  return 0;
}

}  // namespace

int main(int count, char** arguments) {
  const std::string_view what = count > 1 ? arguments[1] : "";
  if (what == "https" && count == 4) {
    return https(arguments[2], arguments[3]);
  }
  if (what == "gssapi") {
    return gssapi();
  }
  if (what == "exceptions") {
    return exceptions();
  }
  if (what == "endings") {
    return endings();
  }
  std::fputs("expected https CA_FILE URL, gssapi, exceptions or endings\n",
             stderr);
  return 1;
}
