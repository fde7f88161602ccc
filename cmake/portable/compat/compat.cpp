// What GCC 12's runtime and Debian's libraries take from a newer glibc than 2.17.
// Only what is really asked for when the programs and their probe are linked is
// here; the linker says which symbol is missing when that changes. Only this
// file knows that there is an older glibc.

#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <link.h>
#include <pthread.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <unistd.h>

extern "C" {

// glibc 2.32: whether there is only one thread, so that shared_ptr may count
// without atomic operations. "No" is never wrong, only slower.
extern char __libc_single_threaded;
char __libc_single_threaded = 0;

// glibc 2.18: what destroys an object of a thread when the thread ends, the
// newest first. Here a key of the thread does it, and at the end of the program
// its last function but those of objects that are older than all of these. The
// third argument would keep a loaded library in memory; everything is linked in.
int __cxa_thread_atexit_impl(void (*destroy)(void*), void* object, void*);

namespace {

struct Ending {
  void (*destroy)(void*);
  void* object;
  Ending* older;
};

__thread Ending* endings = nullptr;
pthread_key_t ending_key;
pthread_once_t ending_once = PTHREAD_ONCE_INIT;

void end_objects() {
  while (endings != nullptr) {
    Ending* const newest = endings;
    endings = newest->older;
    newest->destroy(newest->object);
    free(newest);
  }
}

void end_thread(void*) { end_objects(); }

void prepare_endings() {
  if (pthread_key_create(&ending_key, end_thread) != 0 ||
      atexit(end_objects) != 0) {
    abort();
  }
}

}  // namespace

int __cxa_thread_atexit_impl(void (*destroy)(void*), void* object, void*) {
  pthread_once(&ending_once, prepare_endings);
  auto* const ending = static_cast<Ending*>(malloc(sizeof(Ending)));
  if (ending == nullptr) {
    return -1;
  }
  *ending = {destroy, object, endings};
  endings = ending;
  // Any value, so that the key's destructor is called.
  return pthread_setspecific(ending_key, ending);
}

// glibc 2.25: OpenSSL and libstdc++'s random_device want it. By the system call
// (Linux 3.17), which needs no file, or on an older system from the device.
int getentropy(void* bytes, size_t size) {
#if defined(__x86_64__)
  constexpr long kGetrandom = 318;
#elif defined(__aarch64__)
  constexpr long kGetrandom = 278;
#endif
  // Up to 256 bytes, the most that may be asked for, come whole.
  if (size > 256) {
    errno = EIO;
    return -1;
  }
  if (syscall(kGetrandom, bytes, size, 0) == static_cast<long>(size)) {
    return 0;
  }
  const int device = open("/dev/urandom", O_RDONLY | O_CLOEXEC);
  if (device < 0) {
    return -1;
  }
  const ssize_t got = read(device, bytes, size);
  close(device);
  if (got == static_cast<ssize_t>(size)) {
    return 0;
  }
  errno = EIO;
  return -1;
}

// glibc 2.36: libstdc++'s random_device prefers it. It cannot fail.
uint32_t arc4random() {
  uint32_t value = 0;
  if (getentropy(&value, sizeof value) != 0) {
    abort();
  }
  return value;
}

// glibc 2.35, as in its dlfcn.h: where the unwinder of GCC 12 finds the tables of
// the code at an address. Without it no exception would be caught.
struct dl_find_object {
  unsigned long long flags;
  void* map_start;
  void* map_end;
  struct link_map* map;
  void* eh_frame;
  unsigned long long reserved[7];
};

namespace {

struct Search {
  uintptr_t pc;
  dl_find_object* result;
};

int look_at(dl_phdr_info* info, size_t, void* data) {
  const auto& search = *static_cast<Search*>(data);
  const ElfW(Phdr)* tables = nullptr;
  bool inside = false;
  for (size_t i = 0; i < info->dlpi_phnum; ++i) {
    const ElfW(Phdr)& part = info->dlpi_phdr[i];
    const uintptr_t begin = info->dlpi_addr + part.p_vaddr;
    if (part.p_type == PT_LOAD && search.pc - begin < part.p_memsz) {
      inside = true;
      search.result->map_start = reinterpret_cast<void*>(begin);
      search.result->map_end = reinterpret_cast<void*>(begin + part.p_memsz);
    } else if (part.p_type == PT_GNU_EH_FRAME) {
      tables = &part;
    }
  }
  if (!inside || tables == nullptr) {
    return 0;
  }
  search.result->eh_frame =
      reinterpret_cast<void*>(info->dlpi_addr + tables->p_vaddr);
  return 1;
}

}  // namespace

int _dl_find_object(void* pc, dl_find_object* result) {
  *result = {};
  Search search{reinterpret_cast<uintptr_t>(pc), result};
  return dl_iterate_phdr(look_at, &search) == 1 ? 0 : -1;
}

}  // extern "C"
