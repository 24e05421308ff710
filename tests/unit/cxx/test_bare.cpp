// All of test_memglass.cpp, compiled with -fno-exceptions -fno-rtti.
#if defined(__cpp_exceptions) || defined(__cpp_rtti)
#    error "this is to be compiled without exceptions and RTTI"
#endif
#include "test_memglass.cpp"
