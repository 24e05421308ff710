// only generate -std=c2x
/* The attributes of C23, as tokens. */
#ifndef ATTRIBUTES_H
#define ATTRIBUTES_H

struct [[memglass::observe]] by_attribute {
    int a [[memglass::field("unit(hp)")]];
    [[memglass::field("counter")]] unsigned b;
    [[memglass::field("gauge"), deprecated]] unsigned c, d [[memglass::field("unit(s)")]];
};

typedef struct [[memglass::observe]] {
    int a;
} unnamed;

struct not_observed {
    int a;
};

#endif
