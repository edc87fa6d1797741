// begin() sends what this process writes to standard error into a temporary file; end() puts standard error back and
// returns what was written meanwhile. TensorFlow greets on standard error while its library is being loaded, before any
// of its settings can be reached, so the file descriptor itself has to stand aside. Should the process die meanwhile,
// its last words are not lost.

#include <node_api.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <string>

namespace {

const int kDeadly[] = {SIGABRT, SIGILL, SIGSEGV, SIGBUS};

FILE *held = nullptr;
int standard_error = -1;
struct sigaction before[sizeof kDeadly / sizeof *kDeadly];

// Calls only what a signal handler may.
void TellAndDie(int signal) {
  char buffer[4096];
  lseek(STDERR_FILENO, 0, SEEK_SET);
  for (ssize_t n; (n = read(STDERR_FILENO, buffer, sizeof buffer)) > 0;) {
    if (write(standard_error, buffer, n) < 0) break;
  }
  std::signal(signal, SIG_DFL);
  raise(signal);
}

napi_value Begin(napi_env, napi_callback_info) {
  if (held != nullptr || (held = tmpfile()) == nullptr) return nullptr;
  fflush(stderr);
  standard_error = dup(STDERR_FILENO);
  if (standard_error < 0 || dup2(fileno(held), STDERR_FILENO) < 0) {
    if (standard_error >= 0) close(standard_error);
    fclose(held);
    held = nullptr;
    return nullptr;
  }
  struct sigaction tell = {};
  tell.sa_handler = TellAndDie;
  for (size_t i = 0; i < sizeof kDeadly / sizeof *kDeadly; i++) sigaction(kDeadly[i], &tell, &before[i]);
  return nullptr;
}

napi_value End(napi_env env, napi_callback_info) {
  std::string text;
  if (held != nullptr) {
    fflush(stderr);
    for (size_t i = 0; i < sizeof kDeadly / sizeof *kDeadly; i++) sigaction(kDeadly[i], &before[i], nullptr);
    dup2(standard_error, STDERR_FILENO);
    close(standard_error);
    rewind(held);
    char buffer[4096];
    for (size_t n; (n = fread(buffer, 1, sizeof buffer, held)) > 0;) text.append(buffer, n);
    fclose(held);
    held = nullptr;
  }
  napi_value result;
  return napi_create_string_utf8(env, text.data(), text.size(), &result) == napi_ok ? result : nullptr;
}

}  // namespace

NAPI_MODULE_INIT() {
  napi_property_descriptor functions[] = {
      {"begin", nullptr, Begin, nullptr, nullptr, nullptr, napi_default, nullptr},
      {"end", nullptr, End, nullptr, nullptr, nullptr, napi_default, nullptr},
  };
  napi_define_properties(env, exports, 2, functions);
  return exports;
}
