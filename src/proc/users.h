/* Names of users, looked up once each. Layer 8. */
#ifndef PROC_USERS_H
#define PROC_USERS_H

#include <stddef.h>
#include <stdint.h>

#define USER_NAME_SIZE 32

struct user {
    uint32_t uid;
    char name[USER_NAME_SIZE];
};

struct users {
    struct user *rows; /* few: searched from the front */
    size_t count, capacity;
};

void users_init(struct users *u);
void users_fini(struct users *u);

/* Fills in the name of a user, or its number when it has none; zeros behind it. */
void users_name(struct users *u, uint32_t uid, char out[USER_NAME_SIZE]);

#endif
