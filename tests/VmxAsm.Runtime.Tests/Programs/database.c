/* SQLite in memory: a table of pseudo-random rows, indexes, joins, sorting, text, floating point, a transaction rolled back; every result is hashed. */
#include "bare.h"
#include "sqlite3.h"

static uint64_t hash = 0xCBF29CE484222325ull;
static void mix(const void *data, int size) { for (int i = 0; i < size; i++) hash = (hash ^ ((const unsigned char *)data)[i]) * 0x100000001B3ull; }

static int randomness(sqlite3_vfs *v, int n, char *out) { (void)v; for (int i = 0; i < n; i++) out[i] = (char)(i * 37 + 11); return n; }
static int sleep_(sqlite3_vfs *v, int n) { (void)v; return n; }
static int current_time(sqlite3_vfs *v, double *t) { (void)v; *t = 2454158.0; return 0; }
static int open_(sqlite3_vfs *v, sqlite3_filename f, sqlite3_file *file, int flags, int *out) { (void)v; (void)f; (void)file; (void)flags; (void)out; return SQLITE_CANTOPEN; }
static int delete_(sqlite3_vfs *v, const char *f, int sync) { (void)v; (void)f; (void)sync; return SQLITE_IOERR; }
static int access_(sqlite3_vfs *v, const char *f, int flags, int *out) { (void)v; (void)f; (void)flags; *out = 0; return 0; }
static int full_path(sqlite3_vfs *v, const char *f, int n, char *out) { (void)v; (void)f; (void)n; out[0] = 0; return 0; }
static int last_error(sqlite3_vfs *v, int n, char *out) { (void)v; (void)n; (void)out; return 0; }
static sqlite3_vfs vfs = { .iVersion = 1, .szOsFile = 64, .mxPathname = 64, .zName = "none", .xOpen = open_, .xDelete = delete_, .xAccess = access_, .xFullPathname = full_path,
    .xRandomness = randomness, .xSleep = sleep_, .xCurrentTime = current_time, .xGetLastError = last_error };
int sqlite3_os_init(void) { return sqlite3_vfs_register(&vfs, 1); }
int sqlite3_os_end(void) { return 0; }

static int row(void *unused, int columns, char **values, char **names)
{
    (void)unused; (void)names;
    for (int i = 0; i < columns; i++)
        mix(values[i] ? values[i] : "-", values[i] ? (int)strlen(values[i]) : 1);
    return 0;
}

static sqlite3 *db;
static void run(const char *name, const char *sql)
{
    char *error = 0;
    if (sqlite3_exec(db, sql, row, 0, &error) != SQLITE_OK) {
        text("error: ");
        text(error ? error : "?");
        put('\n');
    }
    hex(name, hash);
}

static char heap[16 << 20];

#ifndef ROWS
#define ROWS "20000"
#endif

void program(void)
{
    sqlite3_config(SQLITE_CONFIG_HEAP, heap, (int)sizeof heap, 64);
    if (sqlite3_open(":memory:", &db) != SQLITE_OK) {
        text("cannot open\n");
        return;
    }
    run("create", "create table t(id integer primary key, a int, b text, c real); create index ta on t(a); create index tb on t(b);");
    run("insert", "with recursive n(i, x) as (select 1, 12345 union all select i + 1, (x * 1103515245 + 12345) & 2147483647 from n where i < " ROWS ")"
        " insert into t select i, x % 1000, 'row ' || hex(x), x / 7.0 from n;");
    run("count", "select count(*), sum(a), avg(c), min(b), max(b), total(c) from t;");
    run("group", "select a, count(*), sum(c) from t group by a order by 2 desc, 1 limit 50;");
    run("join", "select x.id, y.id, x.b from t x join t y on x.a = y.a and x.id < y.id where x.a < 5 order by x.c, y.c limit 200;");
    run("like", "select count(*) from t where b like '%7F%'; select upper(b), substr(b, 3, 4), length(b), round(c, 2) from t where a = 77 order by b desc;");
    run("update", "begin; update t set c = c * 1.5 + a, b = b || '!' where a % 3 = 0; delete from t where a between 10 and 20; select count(*), sum(c) from t; rollback; select sum(c) from t;");
    run("window", "select id, sum(c) over (order by id rows 3 preceding), rank() over (partition by a order by c) from t where id < 300;");
    run("json", "select json_group_array(json_object('k', a, 'v', c)) from (select a, c from t where id % 500 = 0 order by id);");
    run("print", "select printf('%08x %.10g %e %s', id, c, c, quote(b)) from t where id % 97 = 0;");
    run("check", "pragma integrity_check; vacuum; select count(*) from sqlite_master;");
    sqlite3_close(db);
}
