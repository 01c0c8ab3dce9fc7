//! Registros y llamadas de x86_64.

use libc::user_regs_struct;

/// Identifica la arquitectura en un filtro seccomp (`AUDIT_ARCH_X86_64`).
pub(crate) const AUDIT_ARCH: u32 = 0xc000_003e;

/// Bytes de la instrucción más larga.
pub(crate) const MAX_INSTRUCTION: usize = 15;

/// Bytes de la instrucción `syscall`: lo que hay que retroceder para repetirla.
const SYSCALL_LENGTH: u64 = 2;

/// Llamadas que solo existen en esta arquitectura, con el nombre moderno al que
/// equivalen.
pub(crate) const X86_CALLS: &[(i64, &str)] = &[
    (libc::SYS_fork, "fork"),
    (libc::SYS_vfork, "vfork"),
    (libc::SYS_pipe, "pipe"),
    (libc::SYS_open, "open"),
    (libc::SYS_creat, "creat"),
    (libc::SYS_dup2, "dup2"),
    (libc::SYS_eventfd, "eventfd"),
    (libc::SYS_pause, "pause"),
    (libc::SYS_alarm, "alarm"),
    (libc::SYS_poll, "poll"),
    (libc::SYS_select, "select"),
    (libc::SYS_epoll_wait, "epoll_wait"),
    (libc::SYS_getpgrp, "getpgrp"),
    (libc::SYS_unlink, "unlink"),
    (libc::SYS_rename, "rename"),
    (libc::SYS_mkdir, "mkdir"),
    (libc::SYS_rmdir, "rmdir"),
    (libc::SYS_link, "link"),
    (libc::SYS_symlink, "symlink"),
    (libc::SYS_signalfd, "signalfd"),
    (libc::SYS_inotify_init, "inotify_init"),
    (libc::SYS_epoll_create, "epoll_create"),
    (libc::SYS_stat, "stat"),
    (libc::SYS_lstat, "lstat"),
    (libc::SYS_access, "access"),
    (libc::SYS_readlink, "readlink"),
    (libc::SYS_getdents, "getdents"),
    (libc::SYS_chmod, "chmod"),
    (libc::SYS_chown, "chown"),
    (libc::SYS_lchown, "lchown"),
    (libc::SYS_mknod, "mknod"),
    (libc::SYS_utime, "utime"),
    (libc::SYS_utimes, "utimes"),
    (libc::SYS_futimesat, "futimesat"),
];

/// Los registros de un proceso parado.
#[derive(Clone, Copy)]
pub(crate) struct Regs(pub user_regs_struct);

impl Regs {
    /// El número de la llamada en curso (en una parada de llamada).
    pub fn call(&self) -> i64 {
        self.0.orig_rax.cast_signed()
    }

    /// El puntero de pila.
    pub fn stack(&self) -> u64 {
        self.0.rsp
    }

    /// Sus seis argumentos.
    pub fn args(&self) -> [u64; 6] {
        let r = &self.0;
        [r.rdi, r.rsi, r.rdx, r.r10, r.r8, r.r9]
    }

    /// Cambia los argumentos.
    pub fn set_args(&mut self, args: [u64; 6]) {
        let r = &mut self.0;
        [r.rdi, r.rsi, r.rdx, r.r10, r.r8, r.r9] = args;
    }

    /// Cambia la llamada que está a punto de hacerse; −1 es ninguna.
    pub fn set_call(&mut self, number: i64) {
        self.0.orig_rax = number.cast_unsigned();
    }

    /// Lo que devolvió la llamada.
    pub fn result(&self) -> i64 {
        self.0.rax.cast_signed()
    }

    /// Cambia lo que la llamada devuelve.
    pub fn set_result(&mut self, value: i64) {
        self.0.rax = value.cast_unsigned();
    }

    /// La dirección de la instrucción siguiente.
    pub fn instruction(&self) -> u64 {
        self.0.rip
    }

    /// La dirección de la instrucción `syscall` de la llamada en curso.
    pub fn call_site(&self) -> u64 {
        self.0.rip - SYSCALL_LENGTH
    }

    /// Deja el proceso justo antes de hacer la llamada `number` desde `site`.
    pub fn aim_call(&mut self, site: u64, number: i64, args: [u64; 6]) {
        self.0.rip = site;
        self.0.rax = number.cast_unsigned();
        // −1: que el núcleo no crea que vuelve de una llamada interrumpida.
        self.0.orig_rax = u64::MAX;
        self.set_args(args);
    }

    /// Todo lo que decide el cálculo privado, para reconocer un giro: los
    /// registros generales y la instrucción, sin los que el núcleo ensucia.
    pub fn fingerprint(&self) -> [u64; 17] {
        let r = &self.0;
        [
            r.rip, r.rsp, r.rbp, r.rbx, r.r12, r.r13, r.r14, r.r15, r.rdi, r.rsi, r.rdx, r.r8,
            r.r9, r.r10, r.fs_base, r.rax, r.rcx,
        ]
    }

    /// El registro general número `place`, en la numeración de las instrucciones.
    pub fn general(&self, place: usize) -> u64 {
        let r = &self.0;
        [
            r.rax, r.rcx, r.rdx, r.rbx, r.rsp, r.rbp, r.rsi, r.rdi, r.r8, r.r9, r.r10, r.r11,
            r.r12, r.r13, r.r14, r.r15,
        ][place & 15]
    }

    fn general_mut(&mut self, place: usize) -> &mut u64 {
        let r = &mut self.0;
        match place & 15 {
            0 => &mut r.rax,
            1 => &mut r.rcx,
            2 => &mut r.rdx,
            3 => &mut r.rbx,
            4 => &mut r.rsp,
            5 => &mut r.rbp,
            6 => &mut r.rsi,
            7 => &mut r.rdi,
            8 => &mut r.r8,
            9 => &mut r.r9,
            10 => &mut r.r10,
            11 => &mut r.r11,
            12 => &mut r.r12,
            13 => &mut r.r13,
            14 => &mut r.r14,
            _ => &mut r.r15,
        }
    }

    /// Sin prefijo REX, del 4 al 7 de un byte son `ah`, `ch`, `dh` y `bh`.
    fn is_high_byte(place: usize, size: usize, rex: bool) -> bool {
        size == 1 && !rex && (4..8).contains(&place)
    }

    /// Los `size` bytes de un registro que usa una instrucción, con o sin `REX`.
    pub fn part(&self, place: usize, size: usize, rex: bool) -> u64 {
        if Self::is_high_byte(place, size, rex) {
            return self.general(place - 4) >> 8 & 0xff;
        }
        self.general(place) & (u64::MAX >> (64 - 8 * size))
    }

    /// Pone los `size` bytes de un registro. Los de cuatro dejan a cero el resto;
    /// los de uno y dos lo respetan.
    pub fn set_general(&mut self, place: usize, size: usize, rex: bool, value: u64) {
        if Self::is_high_byte(place, size, rex) {
            let whole = self.general_mut(place - 4);
            *whole = *whole & !0xff00 | (value & 0xff) << 8;
            return;
        }
        let mask = u64::MAX >> (64 - 8 * size);
        let kept = if size < 4 { !mask } else { 0 };
        let whole = self.general_mut(place);
        *whole = *whole & kept | value & mask;
    }

    /// Los indicadores.
    pub fn flags(&self) -> u64 {
        self.0.eflags
    }

    /// La instrucción ya se hizo: la siguiente está en `next`.
    pub fn pass_instruction(&mut self, next: u64, flags: u64) {
        // Volviendo de un fallo, el procesador deja puesto este indicador hasta que
        // la instrucción termina (`RF`).
        const RESUME: u64 = 1 << 16;
        self.0.rip = next;
        self.0.eflags = flags & !RESUME;
    }
}
