//! Hacer que un proceso parado haga llamadas que él no pidió.

use nix::errno::Errno;

use super::Tracee;
use crate::arch::{CALL_WORDS, Regs, TRAMPOLINE};
use crate::sys::{Resume, Stop, Sys};

/// Dónde se pone el trampolín: lejos de todo lo demás que el explorador le añade.
const TRAMPOLINE_AT: u64 = 0x1300_0000_0000;

/// Por debajo del puntero de pila, lo que un programa puede estar usando.
const RED_ZONE: u64 = 128;

/// Una llamada que se le mete: su número y sus argumentos.
pub(crate) type Injected = (i64, [u64; 5]);

impl Tracee {
    /// Hace que el proceso, parado fuera de una llamada, haga la llamada
    /// `number` desde la instrucción `site`, y deja sus registros como estaban.
    /// Se usa dentro de [`undisturbed`](Self::undisturbed).
    pub fn inject(&self, site: u64, number: i64, args: [u64; 5]) -> Sys<i64> {
        let saved = self.regs()?;
        let mut marked = [self.tools.magic.0; 6];
        marked[..5].copy_from_slice(&args);
        let mut regs = saved;
        let how = self.aim_injected(&mut regs, site, number, marked);
        self.set_regs(&regs);
        let stop = self.run(how, 0)?;
        if stop != Stop::Signal(libc::SIGTRAP) {
            return Err(Errno::ESRCH);
        }
        let result = self.regs()?.result();
        self.restore_after_injecting(saved);
        Ok(result)
    }

    /// Apunta los registros a una llamada suelta. Devuelve cómo hay que dejarlo seguir
    /// para que se pare justo después de hacerla.
    pub fn aim_injected(&self, regs: &mut Regs, site: u64, number: i64, args: [u64; 6]) -> Resume {
        if self.trampoline.get() {
            regs.aim_call(TRAMPOLINE_AT, number, args);
            Resume::Free
        } else {
            regs.aim_call(site, number, args);
            Resume::OneInstruction
        }
    }

    fn restore_after_injecting(&self, saved: Regs) {
        let mut restored = saved;
        // Ya no está saliendo de ninguna llamada que el núcleo deba repetir.
        restored.set_call(-1);
        self.set_regs(&restored);
    }

    /// Como [`inject`](Self::inject), varias llamadas seguidas: con trampolín, en una
    /// sola parada. La tabla se pone en la pila, donde ya no hay nada.
    pub fn inject_all<const N: usize>(&self, site: u64, calls: [Injected; N]) -> Sys<[i64; N]> {
        let mut results = [0; N];
        let saved = self.regs()?;
        let words = calls.iter().flat_map(|&(number, args)| {
            let mut words = [number.cast_unsigned(); CALL_WORDS];
            words[1..].copy_from_slice(&args);
            words
        });
        let mut table: Vec<u8> = words.flat_map(u64::to_ne_bytes).collect();
        let at = (saved.stack().wrapping_sub(RED_ZONE + table.len() as u64)) & !7;
        if !self.trampoline.get() || !self.poke(at, &table) {
            for (result, (number, args)) in results.iter_mut().zip(calls) {
                *result = self.inject(site, number, args)?;
            }
            return Ok(results);
        }
        let mut regs = saved;
        regs.aim_several(TRAMPOLINE_AT, at, N, self.tools.magic.0);
        self.set_regs(&regs);
        if self.run(Resume::Free, 0)? != Stop::Signal(libc::SIGTRAP) || !self.peek(at, &mut table) {
            return Err(Errno::ESRCH);
        }
        let (words, _) = table.as_chunks();
        for (result, word) in results.iter_mut().zip(words.iter().step_by(CALL_WORDS)) {
            *result = i64::from_ne_bytes(*word);
        }
        self.restore_after_injecting(saved);
        Ok(results)
    }

    /// Pone el trampolín en el proceso, y en los que nazcan de él. Si no se puede, las
    /// llamadas se meten paso a paso.
    pub fn lay_trampoline(&self, site: u64) {
        const PAGE: u64 = 4096;
        let protection = u64::from((libc::PROT_READ | libc::PROT_EXEC).unsigned_abs());
        let flags = libc::MAP_PRIVATE | libc::MAP_ANONYMOUS | libc::MAP_FIXED_NOREPLACE;
        let flags = u64::from(flags.unsigned_abs());
        let args = [TRAMPOLINE_AT, PAGE, protection, flags, u64::MAX];
        let placed = self.undisturbed(|| self.inject(site, libc::SYS_mmap, args));
        let laid = placed == Ok(TRAMPOLINE_AT.cast_signed())
            && self.write(TRAMPOLINE_AT, TRAMPOLINE).is_ok();
        self.trampoline.set(laid);
    }

    pub fn has_trampoline(&self) -> bool {
        self.trampoline.get()
    }
}
