//! Para las pruebas: un procesador de verdad con el que comparar lo que se hace
//! desde fuera. Es un proceso trazado que da un paso cada vez.

use super::Regs;
use crate::sys::{self, Pid, Resume, Stop};

/// Una página en la que caben código y datos, que ven los dos procesos.
pub(super) struct Machine {
    pub pid: Pid,
    page: *mut u8,
}

pub(super) const CODE_AT: usize = 0;
pub(super) const DATA_AT: usize = 2048;
const PAGE: usize = 4096;

impl Machine {
    pub fn start() -> Self {
        // SEGURIDAD: una proyección nueva; el hijo solo hace llamadas al sistema.
        unsafe {
            let page = libc::mmap(
                std::ptr::null_mut(),
                PAGE,
                libc::PROT_READ | libc::PROT_WRITE | libc::PROT_EXEC,
                libc::MAP_SHARED | libc::MAP_ANONYMOUS,
                -1,
                0,
            );
            assert_ne!(page, libc::MAP_FAILED);
            let pid = libc::fork();
            assert!(pid >= 0);
            if pid == 0 {
                libc::ptrace(libc::PTRACE_TRACEME, 0, 0, 0);
                libc::raise(libc::SIGSTOP);
                libc::_exit(0);
            }
            assert_eq!(sys::wait(pid), Ok(Stop::Signal(libc::SIGSTOP)));
            Self {
                pid,
                page: page.cast(),
            }
        }
    }

    pub fn address(&self, at: usize) -> u64 {
        self.page as u64 + at as u64
    }

    pub fn put(&self, at: usize, bytes: &[u8]) {
        assert!(at + bytes.len() <= PAGE);
        // SEGURIDAD: cabe en la página, que es nuestra, y el hijo está parado.
        unsafe { std::ptr::copy_nonoverlapping(bytes.as_ptr(), self.page.add(at), bytes.len()) };
    }

    pub fn get(&self, at: usize, size: usize) -> Vec<u8> {
        // SEGURIDAD: como en `put`.
        unsafe { std::slice::from_raw_parts(self.page.add(at), size).to_vec() }
    }

    /// Da un paso desde estos registros.
    pub fn step(&self, regs: &Regs) -> Regs {
        sys::set_regs(self.pid, regs).expect("registros");
        sys::resume(self.pid, Resume::OneInstruction, 0).expect("un paso");
        assert_eq!(sys::wait(self.pid), Ok(Stop::Signal(libc::SIGTRAP)));
        sys::regs(self.pid).expect("registros")
    }
}

impl Drop for Machine {
    fn drop(&mut self) {
        sys::destroy(self.pid);
    }
}

/// Números que parecen al azar, siempre los mismos.
pub(super) struct Dice(pub u64);

impl Dice {
    pub fn roll(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        // De vez en cuando, los casos límite.
        match self.0 % 7 {
            0 => 0,
            1 => u64::MAX,
            2 => 1 << 31,
            3 => 0x7f,
            _ => self.0,
        }
    }
}
