//! Un proceso trazado: pararlo, mirarlo, hacerle hacer una llamada que él no
//! pidió y dejarlo seguir. No sabe nada de órdenes ni de memoria compartida.

mod inject;
mod text;

use std::cell::{Cell, OnceCell, RefCell};
use std::fs::File;
use std::io::{IoSlice, IoSliceMut};
use std::os::unix::fs::FileExt;
use std::rc::Rc;

use nix::errno::Errno;
use nix::sys::uio::{RemoteIoVec, process_vm_readv, process_vm_writev};

use crate::arch::{MAX_INSTRUCTION, Regs, set_key};
use crate::cage;
use crate::filter::Magic;
use crate::sys::{self, Pid, Resume, Stop, Sys};
use crate::watchdog::Watch;

/// Las señales que una instrucción se provoca a sí misma: no se pueden aplazar
/// ni bloquear mientras se la ejecuta paso a paso.
const SYNCHRONOUS: u64 = bit(libc::SIGSEGV)
    | bit(libc::SIGBUS)
    | bit(libc::SIGILL)
    | bit(libc::SIGFPE)
    | bit(libc::SIGTRAP)
    | bit(libc::SIGSYS);

pub(crate) use inject::Injected;

/// El bit de una señal en una máscara del núcleo.
pub(crate) const fn bit(signal: i32) -> u64 {
    1 << (signal - 1)
}

/// Lo que comparten todos los procesos de una exploración.
#[derive(Clone)]
pub(crate) struct Tools {
    pub magic: Magic,
    pub watch: Rc<Watch>,
    /// Cerrar la memoria con llaves de protección, si el procesador las tiene.
    pub use_keys: bool,
    /// Los procesos viven en una caja, donde su PID es otro.
    pub caged: bool,
}

/// Un proceso trazado y parado (salvo mientras se espera en un método).
pub(crate) struct Tracee {
    pub pid: Pid,
    tools: Tools,
    memory: RefCell<Option<File>>,
    /// Sus registros mientras está parado: se le piden una vez, y los cambios se
    /// le dan juntos al dejarlo seguir.
    held: Cell<Option<Held>>,
    /// Un trozo de su código, desde dónde. Solo vale mientras está parado.
    code: RefCell<Option<(u64, Vec<u8>)>>,
    /// Su código, si se sabe que es el del programa y que no cambia.
    text: RefCell<Option<Rc<text::Text>>>,
    /// Cómo tiene la llave de la memoria compartida, si se sabe: abierta o cerrada.
    key_open: Cell<Option<bool>>,
    /// Tiene el trampolín puesto.
    trampoline: Cell<bool>,
    inner_pid: OnceCell<Pid>,
}

/// Los registros de un proceso parado, y si él aún no tiene los cambios.
#[derive(Clone, Copy)]
struct Held {
    regs: Regs,
    changed: bool,
}

/// Bytes de código que se leen de una vez: un bucle corto cabe entero.
const CODE_BYTES: usize = 192;

/// De ellos, los de antes de la instrucción: los bucles saltan hacia atrás.
const CODE_BEFORE: u64 = 64;

impl Tracee {
    pub fn new(pid: Pid, tools: Tools) -> Self {
        Self {
            pid,
            tools,
            memory: RefCell::new(None),
            held: Cell::new(None),
            code: RefCell::new(None),
            text: RefCell::new(None),
            key_open: Cell::new(None),
            trampoline: Cell::new(false),
            inner_pid: OnceCell::new(),
        }
    }

    /// Un proceso recién creado por este, que tiene la llave como él.
    pub fn newborn(&self, pid: Pid) -> Self {
        let child = Self::new(pid, self.tools.clone());
        child.key_open.set(self.key_open.get());
        (child.text.borrow_mut()).clone_from(&self.text.borrow());
        child.trampoline.set(self.trampoline.get());
        child
    }

    pub fn tools(&self) -> Tools {
        self.tools.clone()
    }

    /// Con qué opciones de `clone` nace un hijo suyo ya trazado sin que él se pare a
    /// decirlo: el PID que le da el núcleo vale. En una caja no: los de dentro son otros.
    pub fn quiet_birth(&self) -> Option<u64> {
        let flags = (libc::CLONE_PTRACE | libc::CLONE_UNTRACED).unsigned_abs();
        (!self.tools.caged).then_some(flags.into())
    }

    /// Su PID, visto por él y por los que viven con él.
    pub fn inner_pid(&self) -> Pid {
        if !self.tools.caged {
            return self.pid;
        }
        *self.inner_pid.get_or_init(|| cage::inner_pid(self.pid))
    }

    pub fn regs(&self) -> Sys<Regs> {
        if let Some(held) = self.held.get() {
            return Ok(held.regs);
        }
        let regs = sys::regs(self.pid)?;
        self.hold(regs, false);
        Ok(regs)
    }

    /// Cambia los registros: el proceso los tendrá cuando siga.
    pub fn set_regs(&self, regs: &Regs) {
        self.hold(*regs, true);
    }

    fn hold(&self, regs: Regs, changed: bool) {
        self.held.set(Some(Held { regs, changed }));
    }

    /// Deja seguir al proceso, sin esperarlo.
    pub fn resume(&self, how: Resume, signal: i32) -> Sys<()> {
        *self.code.borrow_mut() = None;
        if let Some(Held {
            regs,
            changed: true,
        }) = self.held.take()
        {
            sys::set_regs(self.pid, &regs)?;
        }
        sys::resume(self.pid, how, signal)
    }

    /// Deja seguir al proceso y espera a la siguiente parada.
    pub fn run(&self, how: Resume, signal: i32) -> Sys<Stop> {
        match self.resume(how, signal) {
            // ESRCH: lo han matado estando parado; la espera lo dirá.
            Ok(()) | Err(Errno::ESRCH) => self.wait(),
            Err(errno) => Err(errno),
        }
    }

    /// Espera a la siguiente parada.
    pub fn wait(&self) -> Sys<Stop> {
        self.tools.watch.enter(self.pid);
        let stop = sys::wait(self.pid);
        self.tools.watch.leave();
        stop
    }

    /// Da un paso a una llamada en cuya entrada está el proceso.
    pub fn finish_call(&self) -> Sys<Stop> {
        self.run(Resume::ToCallExit, 0)
    }

    /// Hace que la llamada en cuya entrada está no ocurra y devuelva `result`,
    /// en cuanto se le deje seguir. No hace falta pararlo a la salida: el núcleo
    /// respeta el resultado puesto a la entrada (`SECCOMP_RET_TRACE`, seccomp(2)).
    pub fn answer_call(&self, entry: &Regs, result: i64) {
        let mut regs = *entry;
        regs.set_call(-1);
        regs.set_result(result);
        self.set_regs(&regs);
    }

    /// Saca al proceso de la entrada de una llamada, que no ocurre, y lo deja en
    /// su salida con `result`, como si hubiera estado dentro.
    pub fn leave_call(&self, entry: &Regs, result: i64) -> Sys<Stop> {
        let mut regs = *entry;
        regs.set_call(-1);
        self.set_regs(&regs);
        let stop = self.finish_call()?;
        if stop == Stop::CallExit {
            regs.set_call(entry.call());
            regs.set_result(result);
            self.set_regs(&regs);
        }
        Ok(stop)
    }

    /// Saca al proceso de la entrada de una llamada y lo deja justo antes de
    /// la instrucción que la hace.
    pub fn rewind_call(&self, entry: &Regs) -> Sys<Stop> {
        let mut regs = *entry;
        regs.set_call(-1);
        self.set_regs(&regs);
        let stop = self.finish_call()?;
        if stop == Stop::CallExit {
            regs.aim_call(entry.call_site(), entry.call(), entry.args());
            self.set_regs(&regs);
        }
        Ok(stop)
    }

    /// Hace `work` sin que le llegue ninguna señal ajena entre medias: quedan
    /// pendientes, ninguna se pierde.
    pub fn undisturbed<T>(&self, work: impl FnOnce() -> Sys<T>) -> Sys<T> {
        let mask = sys::signal_mask(self.pid)?;
        sys::set_signal_mask(self.pid, !SYNCHRONOUS)?;
        let done = work();
        match sys::set_signal_mask(self.pid, mask) {
            Ok(()) | Err(Errno::ESRCH) => done,
            Err(errno) => Err(errno),
        }
    }

    fn with_memory<T>(&self, work: impl FnOnce(&File) -> std::io::Result<T>) -> Sys<T> {
        let mut slot = self.memory.borrow_mut();
        if slot.is_none() {
            let file = File::options()
                .read(true)
                .write(true)
                .open(format!("/proc/{}/mem", self.pid))
                .map_err(|error| io_errno(&error))?;
            *slot = Some(file);
        }
        slot.as_ref().map_or(Err(Errno::ESRCH), |file| {
            work(file).map_err(|error| io_errno(&error))
        })
    }

    /// La memoria del proceso es otra (ha hecho `exec`).
    pub fn forget_memory(&self) {
        *self.memory.borrow_mut() = None;
        self.key_open.set(None);
        self.trampoline.set(false);
        self.forget_text();
    }

    /// Le deja usar la memoria de la llave `key`, o se lo impide. A un manejador
    /// de señal el núcleo se la cierra, y al volver se la deja como estaba: lo que
    /// se sabe de ella sigue valiendo.
    pub fn turn_key(&self, key: u32, open: bool) -> Sys<()> {
        if self.key_open.get() != Some(open) {
            set_key(self.pid, key, open)?;
            self.key_open.set(Some(open));
        }
        Ok(())
    }

    /// Lee memoria del proceso, aunque él la tenga cerrada.
    pub fn read(&self, address: u64, length: usize) -> Sys<Vec<u8>> {
        let mut bytes = vec![0; length];
        if self.peek(address, &mut bytes) {
            return Ok(bytes);
        }
        let got = self.with_memory(|file| file.read_at(&mut bytes, address))?;
        bytes.truncate(got);
        Ok(bytes)
    }

    /// Lee sin abrir `/proc/PID/mem`. Falso si no se pudo leer todo: hay un
    /// hueco, o es memoria a la que se le han quitado los permisos.
    pub fn peek(&self, address: u64, into: &mut [u8]) -> bool {
        let length = into.len();
        let Ok(base) = usize::try_from(address) else {
            return false;
        };
        let remote = [RemoteIoVec { base, len: length }];
        let pid = nix::unistd::Pid::from_raw(self.pid);
        process_vm_readv(pid, &mut [IoSliceMut::new(into)], &remote).is_ok_and(|got| got == length)
    }

    fn read_array<const N: usize>(&self, address: u64) -> Sys<[u8; N]> {
        let mut bytes = [0; N];
        if self.peek(address, &mut bytes) {
            return Ok(bytes);
        }
        self.read(address, N)?.try_into().map_err(|_| Errno::EFAULT)
    }

    /// Escribe en la memoria del proceso.
    pub fn write(&self, address: u64, bytes: &[u8]) -> Sys<()> {
        if self.poke(address, bytes) {
            return Ok(());
        }
        self.with_memory(|file| file.write_all_at(bytes, address))
    }

    /// Escribe donde el proceso puede escribir. Falso si no pudo.
    pub fn poke(&self, address: u64, bytes: &[u8]) -> bool {
        let Ok(base) = usize::try_from(address) else {
            return false;
        };
        let len = bytes.len();
        self.forget_code(address, len);
        let pid = nix::unistd::Pid::from_raw(self.pid);
        process_vm_writev(pid, &[IoSlice::new(bytes)], &[RemoteIoVec { base, len }]) == Ok(len)
    }

    /// Si se va a escribir en el código que se tiene leído, ya no vale.
    fn forget_code(&self, address: u64, length: usize) {
        let touches = |(from, bytes): &(u64, Vec<u8>)| {
            address < from + bytes.len() as u64 && *from < address + length as u64
        };
        self.code.borrow_mut().take_if(|code| touches(code));
        self.text_may_change(address, length as u64);
    }

    pub fn read_u64(&self, address: u64) -> Sys<u64> {
        self.read_array(address).map(u64::from_ne_bytes)
    }

    /// Varios números seguidos.
    pub fn read_u64s<const N: usize>(&self, address: u64) -> Sys<[u64; N]> {
        let bytes = self.read(address, 8 * N)?;
        let (numbers, []) = bytes.as_chunks() else {
            return Err(Errno::EFAULT);
        };
        let numbers = numbers.iter().map(|&number| u64::from_ne_bytes(number));
        let numbers: Vec<u64> = numbers.collect();
        numbers.try_into().map_err(|_| Errno::EFAULT)
    }

    pub fn read_u32(&self, address: u64) -> Sys<u32> {
        self.read_array(address).map(u32::from_ne_bytes)
    }

    /// Una cadena de C, hasta el cero o hasta `max` bytes.
    pub fn read_text(&self, address: u64, max: usize) -> Sys<String> {
        let mut bytes = self.read(address, max)?;
        if let Some(end) = bytes.iter().position(|&byte| byte == 0) {
            bytes.truncate(end);
        }
        Ok(String::from_utf8_lossy(&bytes).into_owned())
    }

    /// Los bytes de la instrucción que va a ejecutar, y quizá los de las siguientes.
    pub fn instruction(&self, regs: &Regs) -> Sys<Vec<u8>> {
        match self.code(regs) {
            Some(code) => Ok(code.to_vec()),
            None => self.read(regs.instruction(), MAX_INSTRUCTION),
        }
    }

    /// Lo mismo, sin insistir si está al borde de lo que se puede leer.
    pub fn code(&self, regs: &Regs) -> Option<[u8; MAX_INSTRUCTION]> {
        let at = regs.instruction();
        self.text(at).or_else(|| self.known_code(at)).or_else(|| {
            let from = at.saturating_sub(CODE_BEFORE);
            let mut window = vec![0; CODE_BYTES];
            let readable = self.peek(from, &mut window);
            *self.code.borrow_mut() = readable.then_some((from, window));
            self.known_code(at)
        })
    }

    fn known_code(&self, at: u64) -> Option<[u8; MAX_INSTRUCTION]> {
        let window = self.code.borrow();
        let (from, bytes) = window.as_ref()?;
        let start = usize::try_from(at.checked_sub(*from)?).ok()?;
        bytes.get(start..start + MAX_INSTRUCTION)?.try_into().ok()
    }
}

fn io_errno(error: &std::io::Error) -> Errno {
    error.raw_os_error().map_or(Errno::EIO, Errno::from_raw)
}
