/* A program that loads libmemglass for a while, as with a plugin, and goes on without it: what it
 * had installed (handlers of signals, of forks, of the end of a thread) must not be called then. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <memglass/observer.h>
#include <memglass/producer.h>
#include <pthread.h>
#include <semaphore.h>
#include <setjmp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

static const memglass_type type = {
    .name = "cell", .spelling = "struct cell", .desc = "", .file = "", .size = 64, .align = 8};
static sem_t made, unloaded;
static sigjmp_buf own;

static void fail(const char *what)
{
    fprintf(stderr, "unload: %s\n", what);
    exit(1);
}

static void on_fault(int number)
{
    (void)number;
    siglongjmp(own, 1);
}

static void *function(void *library, const char *name)
{
    void *found = dlsym(library, name);
    if (!found)
        fail(name);
    return found;
}

struct use {
    memglass_session *session;
    __typeof__(&memglass_create_object) create;
};

static void *make_and_outlive(void *arg)
{
    struct use *u = arg;
    if (!u->create(u->session, &type, 1, "cell"))
        fail("no object");
    sem_post(&made);
    sem_wait(&unloaded);
    return NULL;
}

static void use(const char *name, pthread_t *thread)
{
    static struct use u;
    memglass_error err;
    void *library = dlopen("libmemglass.so.0", RTLD_NOW | RTLD_LOCAL);
    if (!library)
        fail(dlerror());
    __typeof__(&memglass_open) open_session = function(library, "memglass_open");
    __typeof__(&memglass_close) close_session = function(library, "memglass_close");
    __typeof__(&memglass_attach) attach = function(library, "memglass_attach");
    __typeof__(&memglass_detach) detach = function(library, "memglass_detach");
    u.create = function(library, "memglass_create_object");
    u.session = open_session(&(memglass_config){.name = name}, &err);
    memglass_observer *o = u.session ? attach(name, &err) : NULL;
    if (!o)
        fail(err.message);
    pthread_create(thread, NULL, make_and_outlive, &u);
    sem_wait(&made);
    detach(o);
    close_session(u.session);
    dlclose(library);
    if (dlopen("libmemglass.so.0", RTLD_NOW | RTLD_NOLOAD))
        fail("it is still loaded");
}

int main(int argc, char **argv)
{
    pthread_t thread;
    int status;
    struct sigaction action = {.sa_handler = on_fault};
    sem_init(&made, 0, 0);
    sem_init(&unloaded, 0, 0);
    sigaction(SIGBUS, &action, NULL);
    use(argc > 1 ? argv[1] : "unload", &thread);
    sem_post(&unloaded);
    pthread_join(thread, NULL);
    int file = memfd_create("short", 0);
    volatile char *page = mmap(NULL, 4096, PROT_READ, MAP_SHARED, file, 0);
    if (sigsetjmp(own, 1) == 0) {
        (void)*page;
        fail("there is no fault");
    }
    pid_t child = fork();
    if (child == 0)
        _exit(0);
    if (waitpid(child, &status, 0) != child || status != 0)
        fail("a child does not end as it should");
    return 0;
}
