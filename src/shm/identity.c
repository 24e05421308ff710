/* Which file a descriptor, a segment or a name leads to, and whose it is. Layer 1. */
#include "shm/shm.h"

#include <sys/stat.h>
#include <unistd.h>

static bool leads_to(int fd, dev_t device, ino_t inode)
{
    struct stat status;
    return fd >= 0 && fstat(fd, &status) == 0 && status.st_ino == inode && status.st_dev == device;
}

/* A program may close descriptors that it knows nothing of, all from 3 on for one, and open others
 * of the same numbers: what is reserved or closed must be the file that the segment has mapped. */
bool shm_has_descriptor(const struct shm_segment *segment, int fd)
{
    return leads_to(fd, segment->device, segment->inode);
}

struct shm_descriptor shm_descriptor_of(int fd)
{
    struct stat status;
    if (fd >= 0 && fstat(fd, &status) == 0)
        return (struct shm_descriptor){fd, status.st_dev, status.st_ino};
    if (fd >= 0)
        close(fd);
    return SHM_DESCRIPTOR_NONE;
}

bool shm_descriptor_open(const struct shm_descriptor *d)
{
    return leads_to(d->fd, d->device, d->inode);
}

void shm_descriptor_close(struct shm_descriptor *d)
{
    if (shm_descriptor_open(d))
        close(d->fd);
    *d = SHM_DESCRIPTOR_NONE;
}

/* Names are compared, not links counted: another user may be able to link to a file of ours. */
static enum shm_identity identify(dev_t device, ino_t inode, const char *name)
{
    struct stat there;
    if (shm_examine(name, &there) != 0)
        return SHM_UNLINKED;
    return there.st_ino == inode && there.st_dev == device ? SHM_SAME : SHM_REPLACED;
}

enum shm_identity shm_identify(int fd, const char *name)
{
    struct stat ours;
    return fstat(fd, &ours) == 0 ? identify(ours.st_dev, ours.st_ino, name) : SHM_UNLINKED;
}

enum shm_identity shm_identify_segment(const struct shm_segment *segment, const char *name)
{
    return identify(segment->device, segment->inode, name);
}

int shm_file_owner(int fd, uid_t *owner)
{
    struct stat status;
    if (fstat(fd, &status) != 0 || !S_ISREG(status.st_mode))
        return MEMGLASS_E_CORRUPT;
    *owner = status.st_uid;
    return MEMGLASS_OK;
}
