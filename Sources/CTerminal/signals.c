// The half of CTerminal that gives the terminal back whatever happens.

#define _GNU_SOURCE

#include "CTerminal.h"
#include "internal.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

// MARK: Giving the terminal back

static char restore_bytes[512];
static struct termios restore_settings;
// 1 while the terminal is taken. Atomic, since a handler reads it on any thread.
static atomic_int is_armed = 0;

void ct_arm_restore(const char *bytes, const struct termios *settings) {
    atomic_store(&is_armed, 0);
    strncpy(restore_bytes, bytes, sizeof restore_bytes - 1);
    restore_settings = *settings;
    atomic_store(&is_armed, 1);
}

void ct_disarm_restore(void) {
    atomic_store(&is_armed, 0);
}

void ct_restore_now(void) {
    // Taken by whoever comes first: a handler may be interrupted by another.
    if (!atomic_exchange(&is_armed, 0)) return;
    int saved = errno;
    // A background process that writes its settings is stopped; it is ending anyway.
    sigset_t blocked, before;
    sigemptyset(&blocked);
    sigaddset(&blocked, SIGTTOU);
    pthread_sigmask(SIG_BLOCK, &blocked, &before);
    size_t length = strlen(restore_bytes), done = 0;
    while (done < length) {
        ssize_t written = write(STDOUT_FILENO, restore_bytes + done, length - done);
        if (written <= 0) break;
        done += (size_t)written;
    }
    tcsetattr(STDIN_FILENO, TCSANOW, &restore_settings);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    errno = saved;
}

// MARK: Handlers

enum { READ = 0, WRITE = 1 };

static int screen_pipe[2] = {-1, -1};
static int termination_pipe[2] = {-1, -1};
static bool has_screen_signals = false;
static bool has_termination_signals = false;
static atomic_int terminations = 0;
static atomic_int ignores_interrupts = 0;

static const int screen_signals[] = {SIGWINCH, SIGTSTP, SIGCONT};
static const int termination_signals[] = {SIGINT, SIGTERM, SIGHUP};
static const int fatal_signals[] = {SIGQUIT, SIGSEGV, SIGABRT, SIGBUS, SIGILL, SIGTRAP, SIGFPE};

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static struct sigaction previous[NSIG];

static void report(const int pipe[2], int signal) {
    int saved = errno;
    unsigned char byte = (unsigned char)signal;
    // A full pipe holds enough news already.
    ssize_t written = write(pipe[WRITE], &byte, 1);
    (void)written;
    errno = saved;
}

// Ends the process as `signal` would without us. Returns where the signal is blocked until the handler has returned.
static void pass_on(int signal) {
    struct sigaction plain = previous[signal];
    if (plain.sa_handler == SIG_IGN) plain.sa_handler = SIG_DFL;
    sigaction(signal, &plain, NULL);
    raise(signal);
}

static void on_screen_signal(int signal) {
    report(screen_pipe, signal);
}

static void on_termination(int signal) {
    if (signal == SIGINT && atomic_load(&ignores_interrupts)) return;
    if (atomic_fetch_add(&terminations, 1) == 0) {
        report(termination_pipe, signal);
    } else {
        ct_restore_now();
        pass_on(signal);
    }
}

// Swift's backtracer asks on a terminal for a key before it lets the program end, and waits 30 s: here is one, and another
// should a thread of ours that still runs take it.
static void answer_prompt(void) {
    int keys = open("/dev/zero", O_RDONLY | O_CLOEXEC);
    if (keys >= 0) dup2(keys, STDIN_FILENO);
}

static void on_fatal(int signal, siginfo_t *info, void *context) {
    if (signal == SIGQUIT && atomic_load(&ignores_interrupts)) return;
    ct_restore_now();
    struct sigaction *before = &previous[signal];
    sigaction(signal, before, NULL);
    if (before->sa_flags & SA_SIGINFO) {
        // Swift's own, which prints where the program was: it needs the context of the fault.
        answer_prompt();
        before->sa_sigaction(signal, info, context);
    } else if (before->sa_handler != SIG_DFL && before->sa_handler != SIG_IGN) {
        before->sa_handler(signal);
    }
    // A fault would come again by itself; a signal that somebody sent would not.
    struct sigaction plain;
    memset(&plain, 0, sizeof plain);
    plain.sa_handler = SIG_DFL;
    sigaction(signal, &plain, NULL);
    raise(signal);
}

static void install(const int *signals, size_t count, void (*handler)(int), int flags) {
    for (size_t index = 0; index < count; index++) {
        struct sigaction action;
        memset(&action, 0, sizeof action);
        sigfillset(&action.sa_mask);
        action.sa_handler = handler;
        action.sa_flags = flags;
        sigaction(signals[index], &action, &previous[signals[index]]);
    }
}

static void install_fatal(void) {
    for (size_t index = 0; index < COUNT(fatal_signals); index++) {
        struct sigaction action;
        memset(&action, 0, sizeof action);
        sigemptyset(&action.sa_mask);
        action.sa_sigaction = on_fatal;
        action.sa_flags = SA_SIGINFO | SA_ONSTACK;
        sigaction(fatal_signals[index], &action, &previous[fatal_signals[index]]);
    }
}

static bool make_pipe(int ends[2]) {
    if (ends[READ] >= 0) return true;
    if (pipe(ends) != 0) return false;
    for (int end = 0; end < 2; end++) {
        fcntl(ends[end], F_SETFD, FD_CLOEXEC);
        fcntl(ends[end], F_SETFL, O_NONBLOCK);
    }
    return true;
}

static void put_back(const int *signals, size_t count) {
    for (size_t index = 0; index < count; index++) sigaction(signals[index], &previous[signals[index]], NULL);
}

bool ct_install_screen_signals(int *descriptor) {
    if (!make_pipe(screen_pipe)) return false;
    *descriptor = screen_pipe[READ];
    if (has_screen_signals) return true;
    has_screen_signals = true;
    install(screen_signals, COUNT(screen_signals), on_screen_signal, SA_RESTART | SA_ONSTACK);
    install_fatal();
    static bool is_registered = false;
    if (!is_registered) {
        is_registered = true;
        atexit(ct_restore_now);
    }
    return true;
}

void ct_remove_screen_signals(void) {
    if (!has_screen_signals) return;
    has_screen_signals = false;
    put_back(screen_signals, COUNT(screen_signals));
    put_back(fatal_signals, COUNT(fatal_signals));
}

bool ct_install_termination_signals(int *descriptor) {
    if (!make_pipe(termination_pipe)) return false;
    *descriptor = termination_pipe[READ];
    if (has_termination_signals) return true;
    has_termination_signals = true;
    atomic_store(&terminations, 0);
    install(termination_signals, COUNT(termination_signals), on_termination, SA_RESTART | SA_ONSTACK);
    return true;
}

void ct_remove_termination_signals(void) {
    if (!has_termination_signals) return;
    has_termination_signals = false;
    put_back(termination_signals, COUNT(termination_signals));
}

void ct_prepare_thread(const char *name) {
#ifdef __APPLE__
    pthread_setname_np(name);
#else
    pthread_setname_np(pthread_self(), name);
#endif
    stack_t current;
    if (sigaltstack(NULL, &current) != 0 || !(current.ss_flags & SS_DISABLE)) return;
    // Room for the handler above and for one that walks the stack. Kept for as long as the thread lives.
    stack_t stack;
    memset(&stack, 0, sizeof stack);
    stack.ss_size = 256 * 1024;
    stack.ss_sp = malloc(stack.ss_size);
    if (stack.ss_sp != NULL) sigaltstack(&stack, NULL);
}

void ct_ignore_interrupts(bool ignore) {
    atomic_store(&ignores_interrupts, ignore ? 1 : 0);
}

void ct_stop_process(void) {
    struct sigaction plain, ours;
    memset(&plain, 0, sizeof plain);
    plain.sa_handler = SIG_DFL;
    sigaction(SIGTSTP, &plain, &ours);
    sigset_t stop, before;
    sigemptyset(&stop);
    sigaddset(&stop, SIGTSTP);
    pthread_sigmask(SIG_UNBLOCK, &stop, &before);
    // To this thread, so that it is delivered before raise returns; stopping concerns the whole process.
    raise(SIGTSTP);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    sigaction(SIGTSTP, &ours, NULL);
}

void ct_raise_again(int signal) {
    ct_restore_now();
    struct sigaction plain;
    memset(&plain, 0, sizeof plain);
    plain.sa_handler = SIG_DFL;
    sigaction(signal, &plain, NULL);
    sigset_t only;
    sigemptyset(&only);
    sigaddset(&only, signal);
    pthread_sigmask(SIG_UNBLOCK, &only, NULL);
    raise(signal);
}
