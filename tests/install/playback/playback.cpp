// A program outside of memglass's tree that records a session of its own and reads it again.
#include <cstdio>
#include <memglass/producer.h>
#include <memglass/recording.h>
#include <string>

int main(int argc, char **argv)
{
    std::string name = argc > 1 ? argv[1] : "playback", path = name + ".mgr";
    memglass_config config{};
    memglass_recorder_options options{};
    memglass_error err{};
    config.name = name.c_str();
    options.flags = MEMGLASS_RECORDER_REPLACE;
    memglass_session *session = memglass_open(&config, &err);
    memglass_recorder *recorder =
        session ? memglass_recorder_open(name.c_str(), path.c_str(), &options, &err) : nullptr;
    bool good = recorder && memglass_recorder_take(recorder, &err) == MEMGLASS_OK &&
                memglass_recorder_take(recorder, &err) == MEMGLASS_OK;
    good = memglass_recorder_close(recorder, good ? &err : nullptr) == MEMGLASS_OK && good;
    memglass_close(session);
    memglass_recording *recording = good ? memglass_recording_open(path.c_str(), &err) : nullptr;
    memglass_recording_info info{};
    memglass_recording_info_get(recording, &info);
    memglass_recording_close(recording);
    if (!good || info.frames != 2)
        std::fprintf(stderr, "playback: %s\n", err.message);
    return info.frames == 2 ? 0 : 1;
}
