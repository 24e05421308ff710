# find_package(memglass): memglass::memglass is the shared library, memglass::static the archive;
# memglass::record and memglass::record_static are those that read and make recordings;
# memglass_generate() makes descriptions (MemglassGenerate.cmake). All paths are taken from where
# this file lies, in lib/cmake/memglass: an installation may be moved.
get_filename_component(_memglass_prefix "${CMAKE_CURRENT_LIST_FILE}" REALPATH)
get_filename_component(_memglass_prefix "${_memglass_prefix}/../../../.." ABSOLUTE)
set(MEMGLASS_GEN "${_memglass_prefix}/bin/memglass-gen")
set(MEMGLASS_INCLUDE_DIR "${_memglass_prefix}/include")

include(CMakeFindDependencyMacro)
find_dependency(Threads)

if(NOT TARGET memglass::memglass)
    add_library(memglass::memglass SHARED IMPORTED)
    set_target_properties(memglass::memglass PROPERTIES
        IMPORTED_LOCATION "${_memglass_prefix}/lib/libmemglass.so"
        INTERFACE_INCLUDE_DIRECTORIES "${MEMGLASS_INCLUDE_DIR}")
    add_library(memglass::static STATIC IMPORTED)
    set_target_properties(memglass::static PROPERTIES
        IMPORTED_LOCATION "${_memglass_prefix}/lib/libmemglass.a"
        INTERFACE_INCLUDE_DIRECTORIES "${MEMGLASS_INCLUDE_DIR}"
        INTERFACE_LINK_LIBRARIES "Threads::Threads;m")
    add_library(memglass::record SHARED IMPORTED)
    set_target_properties(memglass::record PROPERTIES
        IMPORTED_LOCATION "${_memglass_prefix}/lib/libmemglass-record.so"
        INTERFACE_INCLUDE_DIRECTORIES "${MEMGLASS_INCLUDE_DIR}")
    add_library(memglass::record_static STATIC IMPORTED)
    set_target_properties(memglass::record_static PROPERTIES
        IMPORTED_LOCATION "${_memglass_prefix}/lib/libmemglass-record.a"
        INTERFACE_INCLUDE_DIRECTORIES "${MEMGLASS_INCLUDE_DIR}"
        INTERFACE_LINK_LIBRARIES "zstd;xxhash;Threads::Threads;m")
    add_executable(memglass::memglass-gen IMPORTED)
    set_target_properties(memglass::memglass-gen PROPERTIES IMPORTED_LOCATION "${MEMGLASS_GEN}")
endif()
unset(_memglass_prefix)

include("${CMAKE_CURRENT_LIST_DIR}/MemglassGenerate.cmake")
