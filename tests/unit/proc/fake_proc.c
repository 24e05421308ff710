/* A directory that looks like /proc, to be filled by a test. Tests only; no layer. */
#include "fake_proc.h"

#include "unit.h"

#include <dirent.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char meminfo[] = "MemTotal: 16000 kB\nMemFree: 4000 kB\nMemAvailable: 12000 kB\n"
                              "Buffers: 10 kB\nCached: 3000 kB\nSwapTotal: 2000 kB\nSwapFree: 1500 "
                              "kB\n";

void fake_proc_file(struct fake_proc *p, const char *path, const char *content)
{
    char full[160];
    snprintf(full, sizeof full, "%s/%s", p->root, path);
    if (!content) {
        unlink(full);
        return;
    }
    FILE *file = fopen(full, "w");
    ck_assert_ptr_nonnull(file);
    fputs(content, file);
    fclose(file);
}

void fake_proc_cores(struct fake_proc *p, unsigned busy0, unsigned total0, unsigned busy1,
                     unsigned total1)
{
    char text[512];
    snprintf(text, sizeof text,
             "cpu  %u 0 0 %u 0 0 0 0 0 0\ncpu0 %u 0 0 %u 0 0 0 0 0 0\ncpu1 %u 0 0 %u 0 0 0 0 0 0\n"
             "ctxt 1000\nprocesses 77\nprocs_running 1\nprocs_blocked 0\n",
             busy0 + busy1, total0 + total1 - busy0 - busy1, busy0, total0 - busy0, busy1,
             total1 - busy1);
    fake_proc_file(p, "stat", text);
}

void fake_proc_init(struct fake_proc *p)
{
    strcpy(p->root, "/tmp/t-proc-XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(p->root));
    fake_proc_file(p, "meminfo", meminfo);
    fake_proc_file(p, "loadavg", "0.50 0.25 0.75 2/321 999\n");
    fake_proc_cores(p, 100, 1000, 200, 1000);
}

static void remove_folder(const char *path)
{
    DIR *folder = opendir(path);
    if (!folder)
        return;
    for (const struct dirent *entry; (entry = readdir(folder));) {
        char child[400];
        snprintf(child, sizeof child, "%s/%s", path, entry->d_name);
        if (!strcmp(entry->d_name, ".") || !strcmp(entry->d_name, ".."))
            continue;
        if (unlink(child))
            remove_folder(child);
    }
    closedir(folder);
    rmdir(path);
}

void fake_proc_fini(struct fake_proc *p)
{
    remove_folder(p->root);
}

void fake_proc_kill(struct fake_proc *p, int pid)
{
    char path[96];
    snprintf(path, sizeof path, "%s/%d", p->root, pid);
    remove_folder(path);
}

static void put_file(struct fake_proc *p, int pid, const char *name, const char *content)
{
    char path[64];
    snprintf(path, sizeof path, "%d/%s", pid, name);
    fake_proc_file(p, path, content);
}

void fake_proc_put(struct fake_proc *p, const struct fake_process *process)
{
    char text[512];
    snprintf(text, sizeof text, "%s/%d", p->root, process->pid);
    mkdir(text, 0700);
    snprintf(text, sizeof text,
             "%d (%s) S 1 0 0 0 -1 0 11 0 22 0 %llu 5 0 0 20 0 1 0 %llu 8192 %llu 0 0\n",
             process->pid, process->name ? process->name : "sleep",
             (unsigned long long)process->user_ticks, (unsigned long long)process->start_ticks,
             (unsigned long long)process->rss_pages);
    put_file(p, process->pid, "stat", text);
    snprintf(text, sizeof text, "Name:\tx\nUid:\t9\t%u\t9\t9\n", process->uid);
    put_file(p, process->pid, "status", text);
    put_file(p, process->pid, "cmdline", process->command ? process->command : "");
}
