//! El servidor de planes: el programa, cargado una sola vez y parado justo antes
//! de lo primero que importa, cuando es un solo proceso que no comparte nada.
//! Cada plan empieza en una copia suya (`clone`), no en un `exec` nuevo.

use std::ops::Range;
use std::os::fd::OwnedFd;

use nix::errno::Errno;
use nix::unistd::{Whence, lseek};

use crate::arch::Regs;
use crate::calls::{Kind, Spec, spec};
use crate::error::Error;
use crate::filter::TELLING_REQUESTS;
use crate::launch::Launched;
use crate::number::{bits, low_i32, low_u32};
use crate::sys::{self, Pid, Resume, Stop, Sys};
use crate::tracee::{Tools, Tracee};
use crate::world::child_signal::ChildSignal;
use crate::world::family::OUTSIDE;
use crate::world::lane::ROOT_PID;
use crate::world::quiet::fcntl_is_own;
use crate::world::random::{fill, fix_startup};
use crate::world::signals::Dispositions;
use crate::world::system_files::{copies_program_file, is_random_device, is_system_path};

/// Llamadas sin importancia que se esperan de un programa que se prepara. Quien hace
/// más puede no acabar nunca: se le mira ya en cada plan, donde eso se ve.
const PREPARATION: usize = 20_000;

/// El programa parado, listo para dar copias.
pub(crate) struct Server {
    tracee: Tracee,
    /// Los registros con los que empieza cada copia.
    start: Regs,
    /// Los que tenía al entrar en la llamada ante la que está, si está ante una.
    pub first_call: Option<Regs>,
    /// Una instrucción de llamada al sistema.
    pub site: u64,
    pub dispositions: Dispositions,
    /// Cómo nacen las copias con la señal de que ha terminado un hijo.
    pub child_signal: ChildSignal,
    /// Veces que ha pedido números al azar.
    pub draws: u64,
    /// La llave de protección reservada, si hay.
    pub key: Option<u32>,
    /// Los archivos que dejó abiertos al prepararse, y por dónde iba cada uno. La
    /// posición es del archivo abierto y no de quien lo abrió: la comparten todas las
    /// copias, y lo que un plan lea se lo quitaría al siguiente.
    places: Vec<(OwnedFd, i64)>,
}

impl Server {
    /// Lleva el programa recién cargado hasta lo primero que importa.
    pub fn prepare(launched: &Launched, tools: &Tools) -> Result<Self, Error> {
        let tracee = Tracee::new(launched.pid, tools.clone());
        let mut site = 0;
        let mut passed = 0;
        let mut draws = 0;
        let mut linker = None;
        let mut first_call = None;
        fix_startup(&tracee, ROOT_PID)?;
        let mut stop = tracee.run(Resume::Free, 0)?;
        loop {
            stop = match stop {
                Stop::CallEntry => {
                    let regs = tracee.regs()?;
                    site = regs.call_site();
                    passed += 1;
                    let linker = linker.get_or_insert_with(|| linker_code(tracee.pid, site));
                    let linking = linker.contains(&site);
                    let next = if passed > PREPARATION {
                        None
                    } else {
                        Self::pass(&tracee, spec(regs.call()), &regs, linking, &mut draws)?
                    };
                    let Some(next) = next else {
                        tracee.rewind_call(&regs)?;
                        first_call = Some(regs);
                        break;
                    };
                    next
                }
                Stop::Executed => {
                    linker = None;
                    tracee.forget_memory();
                    fix_startup(&tracee, ROOT_PID)?;
                    tracee.run(Resume::Free, 0)?
                }
                Stop::CallExit => tracee.run(Resume::Free, 0)?,
                // Algo va mal ya: que ocurra, y se vea, en cada copia.
                Stop::Signal(_) if site != 0 => break,
                Stop::Signal(signal) => tracee.run(Resume::Free, signal)?,
                Stop::Exited(_) | Stop::Killed(_) | Stop::Forked(_) => {
                    return Err(Error::Start(
                        "terminó antes de su primera llamada al sistema".to_string(),
                    ));
                }
            };
        }
        let mut start = tracee.regs()?;
        start.set_call(-1);
        let dispositions = Dispositions::of(tracee.pid);
        let key = reserve_key(&tracee, site);
        if site != 0 {
            tracee.lay_trampoline(site);
        }
        tracee.remember_text();
        let child_signal = ChildSignal::hide(&tracee, &dispositions)?;
        let places = open_files(tracee.pid);
        Ok(Self {
            tracee,
            start,
            first_call,
            site,
            dispositions,
            child_signal,
            draws,
            key,
            places,
        })
    }

    /// Deja pasar lo que solo prepara al propio proceso. `None`: esta llamada
    /// ya importa. `linking`: la hace el enlazador dinámico, que busca bibliotecas.
    fn pass(
        tracee: &Tracee,
        spec: &Spec,
        regs: &Regs,
        linking: bool,
        draws: &mut u64,
    ) -> Sys<Option<Stop>> {
        let args = regs.args();
        let asked = match spec.kind {
            Kind::Random => Some((args[0], args[1])),
            Kind::Read if spec.name == "read" && reads_random(tracee, args[0]) => {
                Some((args[1], args[2]))
            }
            _ => None,
        };
        if let Some((address, length)) = asked {
            let given = fill(tracee, ROOT_PID, *draws, address, length);
            *draws += 1;
            tracee.answer_call(regs, given.unwrap_or(i64::from(-libc::EFAULT)));
            return tracee.run(Resume::Free, 0).map(Some);
        }
        let boring = match spec.kind {
            Kind::Map => {
                args[3] & bits(libc::MAP_SHARED) == 0
                    && (linking || !copies_program_file(tracee, &args))
            }
            Kind::Protect
            | Kind::Unmap
            | Kind::Remap
            | Kind::SigAction
            | Kind::SigMask
            | Kind::Exec
            | Kind::Pointer => true,
            Kind::Read | Kind::Close | Kind::Seek => args[0] > 2,
            Kind::Look | Kind::Open if linking => true,
            Kind::FileLock => spec.name == "fcntl" && fcntl_is_own(low_i32(args[1])),
            Kind::Ioctl => !TELLING_REQUESTS.contains(&low_u32(args[1])),
            Kind::Look | Kind::Open => match spec.path_place() {
                None => spec.args.first() == Some(&"fd") && args[0] > 2,
                Some(place) => {
                    let path = tracee.read_text(args[place], 256)?;
                    is_system_path(&path) || (path.is_empty() && spec.kind == Kind::Look)
                }
            },
            Kind::Poll => spec.name == "poll" && args[2] == 0,
            Kind::Foreign if matches!(spec.name, "prlimit64" | "sched_getaffinity") => {
                match low_i32(args[0]) {
                    0 => true,
                    // Por el PID que se le ha dicho que tiene (lo hace el arranque de un
                    // programa de Rust, al buscar los límites de su pila).
                    ROOT_PID => return ask_about_itself(tracee, regs).map(Some),
                    _ => false,
                }
            }
            Kind::Identity | Kind::Family => {
                let Some(known) = identity(spec.name) else {
                    return Ok(None);
                };
                tracee.answer_call(regs, known);
                true
            }
            _ => false,
        };
        if !boring {
            return Ok(None);
        }
        tracee.run(Resume::Free, 0).map(Some)
    }

    /// ¿Dejó abierto algún archivo al prepararse?
    pub fn left_files_open(&self) -> bool {
        !self.places.is_empty()
    }

    /// Una copia nuestra de uno de sus descriptores.
    pub fn descriptor(&self, number: i32) -> Sys<OwnedFd> {
        sys::borrow_fd(&sys::pidfd(self.tracee.pid)?, number)
    }

    /// Una copia del programa, parada donde lo está el servidor.
    pub fn instance(&self) -> Result<Tracee, Error> {
        for (file, place) in &self.places {
            lseek(file, *place, Whence::SeekSet)
                .map_err(|errno| Error::system("empezar un plan nuevo", errno))?;
        }
        self.clone_once()
            .map_err(|errno| Error::system("empezar un plan nuevo", errno))
    }

    fn clone_once(&self) -> Sys<Tracee> {
        let tools = self.tracee.tools();
        let mut regs = self.start;
        // Hermana del servidor, no hija: así la recoge quien explora y nadie
        // acumula zombis.
        let quiet = self.tracee.quiet_birth();
        let flags = u64::from(libc::CLONE_PARENT.unsigned_abs()) | quiet.unwrap_or(0);
        let args = [flags, 0, 0, 0, 0, tools.magic.0];
        let how = (self.tracee).aim_injected(&mut regs, self.site, libc::SYS_clone, args);
        self.tracee.set_regs(&regs);
        let mut announced = None;
        let mut stop = self.tracee.run(how, 0)?;
        while stop != Stop::Signal(libc::SIGTRAP) {
            match stop {
                Stop::Forked(pid) => announced = Some(pid),
                _ => return Err(Errno::ECHILD),
            }
            stop = self.tracee.run(how, 0)?;
        }
        let result = self.tracee.regs()?.result();
        let returned = quiet.and_then(|_| Pid::try_from(result).ok());
        let child = announced.or(returned).filter(|&pid| pid > 0);
        let child = child.ok_or(Errno::EAGAIN)?;
        let tracee = self.tracee.newborn(child);
        tracee.wait()?;
        tracee.set_regs(&self.start);
        Ok(tracee)
    }
}

/// Los archivos con posición que `pid` tiene abiertos, además de la entrada y las salidas.
fn open_files(pid: Pid) -> Vec<(OwnedFd, i64)> {
    let Ok(process) = sys::pidfd(pid) else {
        return Vec::new();
    };
    sys::descriptors(pid)
        .into_iter()
        .filter(|&(number, _)| number > 2)
        .filter_map(|(number, _)| {
            let file = sys::borrow_fd(&process, number).ok()?;
            // Lo que no tiene posición no la puede perder.
            let place = lseek(&file, 0, Whence::SeekCur).ok()?;
            Some((file, place))
        })
        .collect()
}

/// El código del enlazador dinámico (ld.so(8)), que es quien hace la primera llamada,
/// desde `site`. Vacío si la hace el propio programa, que entonces es estático.
fn linker_code(pid: Pid, site: u64) -> Range<u64> {
    let maps = std::fs::read_to_string(format!("/proc/{pid}/maps")).unwrap_or_default();
    let program = std::fs::read_link(format!("/proc/{pid}/exe")).unwrap_or_default();
    let mut mappings = maps.lines().filter_map(|line| {
        let (range, rest) = line.split_once(' ')?;
        let (start, end) = range.split_once('-')?;
        let start = u64::from_str_radix(start, 16).ok()?;
        let end = u64::from_str_radix(end, 16).ok()?;
        Some((start..end, rest))
    });
    mappings
        .find(|(range, _)| range.contains(&site))
        .filter(|(_, rest)| !rest.ends_with(&*program.to_string_lossy()))
        .map_or(0..0, |(range, _)| range)
}

/// Hace la llamada diciendo «0», que para el núcleo es siempre uno mismo, en lugar del
/// PID que el proceso cree tener.
fn ask_about_itself(tracee: &Tracee, regs: &Regs) -> Sys<Stop> {
    let args = regs.args();
    let mut aimed = *regs;
    aimed.set_args([0, args[1], args[2], args[3], args[4], args[5]]);
    tracee.set_regs(&aimed);
    let stop = tracee.finish_call()?;
    if stop != Stop::CallExit {
        return Ok(stop);
    }
    let mut after = tracee.regs()?;
    after.set_args(args);
    tracee.set_regs(&after);
    tracee.run(Resume::Free, 0)
}

/// El descriptor es de un dispositivo que da números al azar.
fn reads_random(tracee: &Tracee, fd: u64) -> bool {
    let link = format!("/proc/{}/fd/{}", tracee.pid, low_i32(fd));
    fd > 2 && std::fs::read_link(link).is_ok_and(|path| is_random_device(&path.to_string_lossy()))
}

/// Reserva una llave de protección en el proceso. `None` si no hay o no sirve:
/// entonces la memoria se cierra quitándole los permisos.
pub(crate) fn reserve_key(tracee: &Tracee, site: u64) -> Option<u32> {
    if site == 0 || !tracee.tools().use_keys {
        return None;
    }
    // PKEY_DISABLE_ACCESS: nace cerrada.
    let key = tracee
        .undisturbed(|| tracee.inject(site, libc::SYS_pkey_alloc, [0, 1, 0, 0, 0]))
        .ok()?;
    let key = u32::try_from(key).ok().filter(|&key| key > 0)?;
    tracee.turn_key(key, false).ok()?;
    Some(key)
}

impl Drop for Server {
    fn drop(&mut self) {
        sys::destroy(self.tracee.pid);
    }
}

/// Lo que se responde a quien pregunta quién es, antes de que haya plan.
fn identity(name: &str) -> Option<i64> {
    match name {
        "getpid" | "gettid" | "getpgrp" | "set_tid_address" => Some(i64::from(ROOT_PID)),
        "getppid" => Some(i64::from(OUTSIDE)),
        _ => None,
    }
}
