// What GCC 12's runtime and Debian's libraries take from a newer glibc than 2.17.
// Only what is really asked for when the programs and their probe are linked is
// here; the linker says which symbol is missing when that changes. Only this
// file knows that there is an older glibc.

#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <link.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <unistd.h>

extern "C" {

// glibc 2.32: whether there is only one thread, so that shared_ptr may count
// without atomic operations. "No" is never wrong, only slower.
extern char __libc_single_threaded;
char __libc_single_threaded = 0;

// glibc 2.25. libstdc++'s random_device and OpenSSL want it. From the device,
// as the system call is newer than RHEL 7's first kernels.
int getentropy(void* bytes, size_t size) {
  if (size > 256) {
    errno = EIO;
    return -1;
  }
  const int device = open("/dev/urandom", O_RDONLY | O_CLOEXEC);
  if (device < 0) {
    return -1;
  }
  auto* at = static_cast<char*>(bytes);
  while (size > 0) {
    const ssize_t got = read(device, at, size);
    if (got < 0 && errno == EINTR) {
      continue;
    }
    if (got <= 0) {
      close(device);
      errno = EIO;
      return -1;
    }
    at += got;
    size -= static_cast<size_t>(got);
  }
  close(device);
  return 0;
}

// glibc 2.36. libarchive names its temporary files with it, libstdc++'s
// random_device prefers it. It cannot fail, so without the device it ends.
void arc4random_buf(void* bytes, size_t size) {
  auto* at = static_cast<char*>(bytes);
  while (size > 0) {
    const size_t piece = size < 256 ? size : 256;
    if (getentropy(at, piece) != 0) {
      abort();
    }
    at += piece;
    size -= piece;
  }
}

uint32_t arc4random() {
  uint32_t value = 0;
  arc4random_buf(&value, sizeof value);
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
