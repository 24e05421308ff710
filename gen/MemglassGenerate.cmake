# For a CMakeLists.txt of yours, through find_package(memglass): makes descriptions of annotated
# headers, again whenever a header or one that it includes has changed.
#
#     memglass_generate(TARGET <target> HEADERS <header>... [OUTPUT <name>] [OPTIONS <option>...])
#
# Each x.h or x.hpp becomes x.memglass.h, which the target's sources include by that name; with
# OUTPUT all headers become that one file. Headers are read with the target's include directories,
# definitions and C++ standard; OPTIONS are added, such as -x c++ for a .h that is C++.
# CMake 3.16 or later. With Makefile generators before 3.20 CMake itself looks for what the headers
# include; otherwise memglass-gen says what it has read.

cmake_policy(PUSH)
cmake_policy(VERSION 3.16)
if(POLICY CMP0116) # paths in a dependency file are what memglass-gen wrote, made fit for ninja
    cmake_policy(SET CMP0116 NEW)
endif()

# One output of the target from some headers.
function(_memglass_output target name headers options)
    set(folder "${CMAKE_CURRENT_BINARY_DIR}/memglass/${target}")
    set(output "${folder}/${name}")
    get_property(outputs TARGET ${target} PROPERTY MEMGLASS_OUTPUTS)
    if(name IN_LIST outputs)
        message(FATAL_ERROR "memglass_generate: ${name} of ${target} would be made twice: "
                            "give headers of one name an OUTPUT in common")
    endif()
    set_property(TARGET ${target} APPEND PROPERTY MEMGLASS_OUTPUTS ${name})
    file(MAKE_DIRECTORY "${folder}")

    set(sources)
    set(standard)
    set(scanned)
    foreach(header IN LISTS headers)
        get_filename_component(path "${header}" ABSOLUTE)
        list(APPEND sources "${path}")
        list(APPEND scanned CXX "${path}")
        if(header MATCHES "\\.(hpp|hh|hxx|h\\+\\+|H)$")
            set(standard "$<TARGET_PROPERTY:${target},CXX_STANDARD>")
            set(standard "$<$<BOOL:${standard}>:-std=c++${standard}>")
        endif()
    endforeach()

    set(includes "$<TARGET_PROPERTY:${target},INCLUDE_DIRECTORIES>")
    set(definitions "$<TARGET_PROPERTY:${target},COMPILE_DEFINITIONS>")
    set(includes "$<$<BOOL:${includes}>:-I$<JOIN:${includes},;-I>>") # a list when it is known
    set(definitions "$<$<BOOL:${definitions}>:-D$<JOIN:${definitions},;-D>>")

    # What ninja reads names the output as ninja does; before CMP0116 that is from the top.
    set(made "${output}")
    set(follow DEPFILE "${output}.d")
    if(CMAKE_VERSION VERSION_LESS 3.20)
        if(CMAKE_GENERATOR MATCHES "Ninja")
            file(RELATIVE_PATH made "${CMAKE_BINARY_DIR}" "${output}")
        else()
            set(follow IMPLICIT_DEPENDS ${scanned})
        endif()
    endif()
    add_custom_command(
        OUTPUT "${output}"
        COMMAND memglass::memglass-gen "${includes}" "-I${MEMGLASS_INCLUDE_DIR}" "${definitions}"
                "${standard}" ${options} -MD -MF "${output}.d" -o "${made}" ${sources}
        DEPENDS ${sources} "${MEMGLASS_GEN}"
        ${follow}
        WORKING_DIRECTORY "${CMAKE_BINARY_DIR}"
        COMMENT "Describing ${name}"
        COMMAND_EXPAND_LISTS VERBATIM)
    target_sources(${target} PRIVATE "${output}")
    target_include_directories(${target} PRIVATE "${folder}")
endfunction()

function(memglass_generate)
    cmake_parse_arguments(PARSE_ARGV 0 arg "" "TARGET;OUTPUT" "HEADERS;OPTIONS")
    if(arg_UNPARSED_ARGUMENTS)
        message(FATAL_ERROR "memglass_generate: what is '${arg_UNPARSED_ARGUMENTS}'?")
    elseif(NOT TARGET "${arg_TARGET}")
        message(FATAL_ERROR "memglass_generate: TARGET names no target: '${arg_TARGET}'")
    elseif(NOT arg_HEADERS)
        message(FATAL_ERROR "memglass_generate: HEADERS names no header")
    endif()
    if(arg_OUTPUT)
        _memglass_output(${arg_TARGET} "${arg_OUTPUT}" "${arg_HEADERS}" "${arg_OPTIONS}")
        return()
    endif()
    foreach(header IN LISTS arg_HEADERS)
        get_filename_component(stem "${header}" NAME)
        string(REGEX REPLACE "\\.[^.]*$" "" stem "${stem}")
        _memglass_output(${arg_TARGET} "${stem}.memglass.h" "${header}" "${arg_OPTIONS}")
    endforeach()
endfunction()

cmake_policy(POP)
