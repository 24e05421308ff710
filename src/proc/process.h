/*
 * What memglass-proc publishes: one `process` for each process of this machine, one `system`.
 * Layer 8. Goes through memglass-gen, so the annotations below are what every viewer shows.
 *
 * Unknown is not zero: a number that cannot be known yet is NaN, and so are the cores that are
 * switched off. A process whose files may not be read is not published, but counted.
 */
#ifndef PROC_PROCESS_H
#define PROC_PROCESS_H

#include <memglass/observe.h>
#include <stdint.h>

struct MEMGLASS_OBSERVE process {
    int32_t pid;
    char user[32]; // @desc(effective user; its number when it has no name)
    uint8_t state; // @enum(R=82,S=83,D=68,Z=90,T=84,t=116,I=73,X=88) @desc(as ps shows it)
    float cpu;     // @unit(%) @range(0,100) @format(%.1f) @desc(of one core, since the last scan)
    uint64_t rss;  // @unit(B) @gauge @desc(resident memory)
    int32_t threads;
    uint64_t user_time;    // @unit(ms) @counter @desc(spent in the program, all threads)
    uint64_t system_time;  // @unit(ms) @counter @desc(spent in the kernel, all threads)
    uint64_t vsize;        // @unit(B) @gauge @desc(address space)
    uint64_t minor_faults; // @counter @desc(page faults served from memory)
    uint64_t major_faults; // @counter @desc(page faults that waited for a disk)
    int32_t priority;      // @desc(as the kernel schedules it; negative is real time)
    int32_t nice;
    int32_t ppid;
    char name[64];       // @desc(as the process calls itself now)
    uint64_t start_time; // @unit(ms) @desc(after the start of the machine)
    char started[20];    // @desc(local date and time)
    char command[128];   // @desc(first bytes of the command line; read at every tenth scan)
};

#define SYSTEM_CPUS_MAX 4096

struct MEMGLASS_OBSERVE system {
    float cpu;                 // @unit(%) @range(0,100) @format(%.1f) @desc(of all cores)
    float memory_use;          // @unit(%) @range(0,100) @format(%.1f)
    uint64_t memory_total;     // @unit(B)
    uint64_t memory_used;      // @unit(B) @gauge @desc(total less available)
    uint64_t memory_available; // @unit(B) @gauge @desc(could be had without swapping)
    uint64_t memory_free;      // @unit(B) @gauge
    uint64_t memory_buffers;   // @unit(B) @gauge
    uint64_t memory_cached;    // @unit(B) @gauge
    uint64_t swap_total;       // @unit(B)
    uint64_t swap_used;        // @unit(B) @gauge
    float load_1;              // @format(%.2f) @desc(tasks that run or wait, over one minute)
    float load_5;              // @format(%.2f) @desc(over five minutes)
    float load_15;             // @format(%.2f) @desc(over fifteen minutes)
    uint32_t processes;        // @gauge @desc(published)
    uint32_t unpublished;      // @gauge @desc(processes not shown: unreadable, or no room)
    uint32_t tasks;            // @gauge @desc(threads of all processes)
    uint32_t running;          // @gauge @desc(tasks that run or are ready to)
    uint32_t blocked;          // @gauge @desc(tasks that wait for a disk)
    uint64_t context_switches; // @counter
    uint64_t forks;            // @counter @desc(processes and threads made)
    uint64_t uptime;           // @unit(ms) @counter
    uint32_t scan_time;        // @unit(us) @gauge @desc(what the last scan of memglass-proc took)
    uint32_t cpu_count;        // @desc(cores of the machine)
    /* As many of them are published as the machine has cores: see system.c. Stays last. */
    float cpu_use[SYSTEM_CPUS_MAX]; // @unit(%) @range(0,100) @format(%.1f) @desc(of each core)
};

#endif
