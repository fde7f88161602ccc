// RapidJSON as every file here includes it: what it does must not depend on
// which of them was compiled.
#pragma once

// Sixteen characters at a time over blanks and strings.
#if defined(__SSE2__)
#define RAPIDJSON_SSE2
#endif
#include <rapidjson/error/en.h>
#include <rapidjson/reader.h>
