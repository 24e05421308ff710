/* memglass/memglass.h - everything that a producer needs. Observers include <memglass/observer.h>.
 */
#ifndef MEMGLASS_H
#define MEMGLASS_H

#include <memglass/guard.h>
#include <memglass/observe.h>
#include <memglass/producer.h>
#include <memglass/type.h>

#endif
