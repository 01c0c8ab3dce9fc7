//! Los trabajadores: cuántos casos se examinan a la vez, y lo que dejan vivo.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::os::unix::fs::MetadataExt;
use std::sync::{Condvar, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use calificador::cage::Account;
use nix::libc;
use nix::sys::wait::{WaitPidFlag, waitpid};
use nix::unistd::Pid;

/// Trabajadores: casos a la vez.
pub const WORKERS: usize = 2;
/// Lo que puede tardar en desaparecer un proceso que ya ha muerto.
const FADING: Duration = Duration::from_secs(20);

/// Los trabajadores libres. Todo lo que examine algo toma antes los suyos.
pub struct Crew {
    free: Mutex<BTreeSet<usize>>,
    returned: Condvar,
}

impl Crew {
    /// Todos libres.
    pub fn new() -> Self {
        Self {
            free: Mutex::new((0..WORKERS).collect()),
            returned: Condvar::new(),
        }
    }

    /// Espera a que haya `count` libres y los toma.
    pub fn take(&self, count: usize) -> Workers<'_> {
        let mut free = self.free.lock().expect("nadie lo deja a medias");
        while free.len() < count {
            free = self.returned.wait(free).expect("nadie lo deja a medias");
        }
        let taken = (0..count).filter_map(|_| free.pop_first()).collect();
        Workers { crew: self, taken }
    }
}

/// Unos trabajadores prestados.
pub struct Workers<'a> {
    crew: &'a Crew,
    taken: Vec<usize>,
}

impl Workers<'_> {
    /// El número del trabajador.
    pub fn nth(&self, index: usize) -> usize {
        self.taken[index]
    }

    /// Todos.
    pub fn each(&self) -> impl Iterator<Item = usize> {
        self.taken.iter().copied()
    }
}

impl Drop for Workers<'_> {
    fn drop(&mut self) {
        if let Ok(mut free) = self.crew.free.lock() {
            free.extend(&self.taken);
        }
        self.crew.returned.notify_all();
    }
}

/// Desde ahora, quien se quede sin padre es hijo nuestro: nada de lo que se empiece
/// aquí puede perderse de vista (`PR_SET_CHILD_SUBREAPER`).
pub fn adopt_orphans() {
    // SEGURIDAD: los argumentos van por valor.
    let done = unsafe { libc::prctl(libc::PR_SET_CHILD_SUBREAPER, 1) };
    assert_eq!(done, 0, "se puede desde Linux 3.4");
}

/// Un proceso vivo.
#[derive(Debug, Clone)]
pub struct Alive {
    /// Su número.
    pub pid: i32,
    /// Su nombre.
    pub name: String,
    user: u32,
}

/// Los descendientes vivos de `ancestor`, según `/proc`.
pub fn descendants(ancestor: i32) -> Vec<Alive> {
    let mut children: BTreeMap<i32, Vec<Alive>> = BTreeMap::new();
    let entries = fs::read_dir("/proc").into_iter().flatten().flatten();
    for pid in entries.filter_map(|entry| entry.file_name().to_str()?.parse().ok()) {
        if let Some((parent, process)) = look_at(pid) {
            children.entry(parent).or_default().push(process);
        }
    }
    let mut found = Vec::new();
    let mut pending = vec![ancestor];
    while let Some(parent) = pending.pop() {
        let own = children.remove(&parent).unwrap_or_default();
        pending.extend(own.iter().map(|process| process.pid));
        found.extend(own);
    }
    found
}

/// El padre de `pid` y lo que se sabe de él. Un zombi ya no está vivo.
fn look_at(pid: i32) -> Option<(i32, Alive)> {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    let (before, rest) = stat.rsplit_once(") ")?;
    let mut rest = rest.split(' ');
    if matches!(rest.next()?, "Z" | "X") {
        return None;
    }
    let parent = rest.next()?.parse().ok()?;
    let name = before.split_once('(')?.1.to_owned();
    let user = fs::metadata(format!("/proc/{pid}")).ok()?.uid();
    Some((parent, Alive { pid, name, user }))
}

/// Lo que sigue vivo de lo que examinó este trabajador.
///
/// El administrador presta a cada trabajador un usuario distinto: todo lo que quede
/// suyo sobra. Sin ser administrador no hay con qué distinguirlo de lo del otro
/// trabajador: se mira al final, con [`lasting`].
pub fn survivors(worker: usize) -> Vec<Alive> {
    match Account::for_worker(worker) {
        Ok(Account::Lent(uid)) => {
            until_gone(|| ours().into_iter().filter(|one| one.user == uid).collect())
        }
        _ => Vec::new(),
    }
}

/// Lo que sigue vivo de todo lo que se empezó aquí, cuando ya no se examina nada.
///
/// Aquí nadie más espera a ningún hijo, así que se recogen los que se hayan adoptado: es
/// lo que haría el primer proceso de la máquina, y hasta entonces sus cajas no se vacían.
pub fn lasting() -> Vec<Alive> {
    until_gone(|| {
        let any = Pid::from_raw(-1);
        while waitpid(any, Some(WaitPidFlag::WNOHANG)).is_ok_and(|end| end.pid().is_some()) {}
        ours()
    })
}

fn ours() -> Vec<Alive> {
    descendants(std::process::id().cast_signed())
}

/// Lo que hay según `look`, si no se va.
fn until_gone(look: impl Fn() -> Vec<Alive>) -> Vec<Alive> {
    let deadline = Instant::now() + FADING;
    loop {
        let left = look();
        if left.is_empty() || Instant::now() > deadline {
            return left;
        }
        thread::sleep(Duration::from_millis(20));
    }
}
