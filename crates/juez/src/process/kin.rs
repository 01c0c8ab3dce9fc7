//! Los parientes: qué procesos descienden de este, y en qué andan, según
//! `/proc/PID/stat` (proc_pid_stat(5)).

use std::cell::RefCell;
use std::collections::{BTreeSet, HashMap};
use std::fs::{self, File};
use std::io::Read;

use nix::errno::Errno;
use nix::sys::wait::{Id, WaitPidFlag, waitid};
use nix::unistd::{Pid, getpid};

use super::dwelling;

thread_local! {
    /// Los procesos principales de las ejecuciones que siguen en marcha. Puede haber
    /// más de una, como cuando conversan a la vez el programa y la referencia: la
    /// escoba de una no se lleva a la otra.
    static WATCHED: RefCell<BTreeSet<i32>> = const { RefCell::new(BTreeSet::new()) };
}

/// Desde ahora, `pid` y los suyos son de una ejecución en marcha: no se barren.
pub fn watch(pid: Pid) {
    WATCHED.with_borrow_mut(|watched| watched.insert(pid.as_raw()));
}

/// La ejecución de `pid` ha terminado: lo que quede de ella es una sobra.
pub fn unwatch(pid: Pid) {
    WATCHED.with_borrow_mut(|watched| watched.remove(&pid.as_raw()));
}

/// Ya no hay ninguna ejecución en marcha.
pub fn unwatch_all() {
    WATCHED.take();
}

/// Si hay alguna ejecución en marcha.
pub fn anyone_watched() -> bool {
    WATCHED.with_borrow(|watched| !watched.is_empty())
}

/// Lo que se sabe de un proceso.
pub struct Relative {
    /// El PID de su padre.
    pub parent: i32,
    /// Procesador gastado por él y por los hijos que ha recogido, en tics del
    /// sistema (`sysconf(_SC_CLK_TCK)` por segundo).
    pub ticks: u64,
    state: u8,
    /// Los hilos que le quedan; el del principal que ya acabó también cuenta.
    threads: u64,
}

impl Relative {
    /// Si ha terminado y nadie lo ha recogido. De quien dejó terminar el hilo
    /// principal y sigue en otros también se dice `Z`, y está bien vivo.
    pub fn is_zombie(&self) -> bool {
        self.state == b'Z' && self.threads <= 1
    }

    /// Si está esperando algo: ni quiere el procesador ni lo tiene. Quien espera a
    /// que el disco responda (`D`) no espera a nadie del programa.
    pub fn is_waiting(&self) -> bool {
        !matches!(self.state, b'R' | b'D')
    }
}

/// Si todos los de `family` están esperando algo.
///
/// Quien llama a vfork(2) espera a su hijo en el estado `D`, como quien espera al
/// disco: mientras tenga un hijo vivo, se toma por lo primero.
pub fn is_everyone_waiting(family: &Relatives) -> bool {
    let has_child = |pid: i32| {
        family
            .values()
            .any(|other| other.parent == pid && !other.is_zombie())
    };
    family
        .iter()
        .all(|(&pid, one)| one.is_waiting() || (one.state == b'D' && has_child(pid)))
}

/// Los procesos por su PID.
pub type Relatives = HashMap<i32, Relative>;

/// Los descendientes de este proceso que no son de ninguna ejecución en marcha.
pub fn leftovers() -> Relatives {
    // Sin hijos no hay nietos: los huérfanos habrían pasado a ser hijos nuestros.
    // Es lo habitual, y ahorra recorrer todos los procesos de la máquina.
    let look = WaitPidFlag::WEXITED | WaitPidFlag::WNOHANG | WaitPidFlag::WNOWAIT;
    if waitid(Id::All, look) == Err(Errno::ECHILD) && nobody_in_the_cage() {
        return HashMap::new();
    }
    let watched = WATCHED.with_borrow(Clone::clone);
    ended_children(&watched).unwrap_or_else(|| owned_by(None, &watched))
}

/// Los hijos de quienes adoptan que no son `watched`, si todos esos han terminado: quien
/// ha terminado no tiene hijos, así que no hay nadie más. Es como acaba casi toda
/// ejecución, y tampoco hace falta entonces recorrer todos los procesos de la máquina.
///
/// De la lista de hijos solo sale quien se recoge, y los recoge este mismo hilo (o el
/// portero, cuando este hilo se lo pide): no falta ninguno, que es lo que avisa
/// proc_pid_task_tid_children(5).
fn ended_children(watched: &BTreeSet<i32>) -> Option<Relatives> {
    let mut ended = HashMap::new();
    for adopter in adopters() {
        for pid in children(adopter)? {
            if watched.contains(&pid) {
                continue;
            }
            let child = look(pid).filter(Relative::is_zombie)?;
            ended.insert(pid, child);
        }
    }
    Some(ended)
}

/// Los hijos de un proceso, también los que crearon sus otros hilos. `None` si ya no
/// existe, o si el núcleo no lleva esas listas (`CONFIG_PROC_CHILDREN`).
fn children(parent: i32) -> Option<BTreeSet<i32>> {
    let mut all = BTreeSet::new();
    for task in fs::read_dir(format!("/proc/{parent}/task")).ok()? {
        let list = fs::read_to_string(task.ok()?.path().join("children")).ok()?;
        for pid in list.split_whitespace() {
            all.insert(pid.parse().ok()?);
        }
    }
    Some(all)
}

/// Los procesos de la ejecución de `root`: él, sus descendientes y sus huérfanos.
pub fn family(root: Pid) -> Relatives {
    let mut others = WATCHED.with_borrow(Clone::clone);
    others.remove(&root.as_raw());
    followed(&others).unwrap_or_else(|| owned_by(Some(root.as_raw()), &others))
}

/// Los descendientes de quienes adoptan, sin los de `others`, de lista de hijos en lista
/// de hijos: cuesta lo que la familia, y no lo que la máquina entera.
///
/// Si alguien se va mientras se lee una lista, de ella puede faltar otro: por eso cada
/// una se lee dos veces. Con la menor diferencia no se contesta nada, y se mira a todos.
fn followed(others: &BTreeSet<i32>) -> Option<Relatives> {
    let mut family = HashMap::new();
    let mut parents = adopters();
    while let Some(parent) = parents.pop() {
        let listed = children(parent)?;
        for &child in listed.difference(others) {
            family.insert(child, look(child).filter(|one| one.parent == parent)?);
            parents.push(child);
        }
        (children(parent)? == listed).then_some(())?;
    }
    Some(family)
}

fn owned_by(root: Option<i32>, others: &BTreeSet<i32>) -> Relatives {
    let mut everyone = snapshot();
    let adopters = adopters();
    let ours: BTreeSet<i32> = everyone
        .keys()
        .copied()
        .filter(|&pid| Some(pid) == root || descends(&adopters, others, pid, &everyone))
        .collect();
    everyone.retain(|pid, _| ours.contains(pid));
    everyone
}

/// Los que adoptan a los huérfanos del programa: este proceso, y si hay una caja,
/// su portero.
fn adopters() -> Vec<i32> {
    let porter = dwelling::cage().map(|cage| cage.init());
    std::iter::once(getpid().as_raw()).chain(porter).collect()
}

/// Si en la caja no hay ningún huérfano, o no hay caja.
fn nobody_in_the_cage() -> bool {
    let Some(cage) = dwelling::cage() else {
        return true;
    };
    let porter = cage.init();
    // Un núcleo sin CONFIG_PROC_CHILDREN no lo dice: entonces hay que mirar a todos.
    fs::read_to_string(format!("/proc/{porter}/task/{porter}/children"))
        .is_ok_and(|children| children.trim().is_empty())
}

/// Si `pid` desciende de uno de `adopters` sin pasar por ninguno de `others`.
fn descends(adopters: &[i32], others: &BTreeSet<i32>, mut pid: i32, everyone: &Relatives) -> bool {
    // La cuenta evita dar vueltas si un PID se reutiliza mientras se mira.
    for _ in 0..everyone.len() {
        match everyone.get(&pid) {
            Some(_) if others.contains(&pid) => return false,
            Some(relative) if adopters.contains(&relative.parent) => return true,
            Some(relative) => pid = relative.parent,
            None => return false,
        }
    }
    false
}

fn snapshot() -> Relatives {
    let Ok(entries) = fs::read_dir("/proc") else {
        return HashMap::new();
    };
    entries
        .flatten()
        .filter_map(|entry| entry.file_name().to_str()?.parse().ok())
        .filter_map(|pid: i32| Some((pid, look(pid)?)))
        .collect()
}

/// Lo que el núcleo dice de un proceso, si existe.
fn look(pid: i32) -> Option<Relative> {
    // Cabe de sobra, y llega de una vez: son unos cincuenta números y un nombre corto.
    let mut buffer = [0; 2048];
    let mut file = File::open(format!("/proc/{pid}/stat")).ok()?;
    let count = file.read(&mut buffer).ok()?;
    // El nombre lo elige el propio proceso, y no tiene por qué ser UTF-8.
    parse(&String::from_utf8_lossy(&buffer[..count]))
}

fn parse(stat: &str) -> Option<Relative> {
    // El nombre va entre paréntesis y puede llevar dentro cualquier cosa.
    let (_, rest) = stat.rsplit_once(')')?;
    let fields: Vec<&str> = rest.split_whitespace().collect();
    let ticks = fields.get(11..15)?;
    Some(Relative {
        state: *fields.first()?.as_bytes().first()?,
        parent: fields.get(1)?.parse().ok()?,
        ticks: ticks
            .iter()
            .filter_map(|field| field.parse::<u64>().ok())
            .sum(),
        threads: fields.get(17)?.parse().ok()?,
    })
}

#[cfg(test)]
mod tests {
    use std::io::{BufRead, BufReader};
    use std::os::unix::process::CommandExt;
    use std::process::{Command, Stdio};

    use nix::sys::signal::{Signal, kill};

    use super::*;

    #[test]
    fn a_name_with_spaces_and_parentheses_does_not_confuse() {
        let stat = "42 (a) R 1 (b) S 7 42 42 0 -1 4194304 100 0 0 0 3 4 5 6 20 0 1 0 9 0 0";

        let relative = parse(stat).unwrap();

        assert_eq!((relative.parent, relative.ticks), (7, 18));
        assert!(relative.is_waiting() && !relative.is_zombie());
    }

    #[test]
    fn a_parent_stopped_by_vfork_waits_for_its_child_and_not_for_the_disk() {
        let relative = |parent, state| {
            let rest = "7 7 0 -1 4 1 0 0 0 3 4 5 6 20 0 1 0 9 0 0";
            parse(&format!("1 (a) {state} {parent} {rest}")).unwrap()
        };
        let alone = HashMap::from([(7, relative(1, 'D'))]);
        let vfork = HashMap::from([(7, relative(1, 'D')), (8, relative(7, 'S'))]);
        let over = HashMap::from([(7, relative(1, 'D')), (8, relative(7, 'Z'))]);
        let busy = HashMap::from([(7, relative(1, 'D')), (8, relative(7, 'R'))]);

        assert!(is_everyone_waiting(&vfork));
        assert!(!is_everyone_waiting(&alone));
        assert!(!is_everyone_waiting(&over));
        assert!(!is_everyone_waiting(&busy));
    }

    #[test]
    fn following_the_lists_of_children_finds_the_whole_family() {
        let script = "sh -c 'sleep 600 & echo $!; wait' & wait";
        let mut main = Command::new("sh")
            .args(["-c", script])
            .stdout(Stdio::piped())
            .process_group(0)
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(main.stdout.take().unwrap())
            .read_line(&mut line)
            .unwrap();
        let grandchild: i32 = line.trim().parse().unwrap();
        let root = main.id().cast_signed();

        // Si otra prueba crea o recoge un proceso mientras se mira, hay que mirar otra vez.
        let seen = |others: &BTreeSet<i32>| (0..10_000).find_map(|_| followed(others));
        let family = seen(&BTreeSet::new());
        let without = seen(&BTreeSet::from([root]));

        kill(Pid::from_raw(-root), Signal::SIGKILL).unwrap();
        main.wait().unwrap();
        let (family, without) = (family.unwrap(), without.unwrap());
        let parent = family[&grandchild].parent;
        assert_eq!(family[&parent].parent, root);
        assert_eq!(family[&root].parent, getpid().as_raw());
        assert!(!without.contains_key(&root) && !without.contains_key(&grandchild));
    }

    #[test]
    fn a_process_whose_main_thread_ended_is_not_over() {
        let zombie = parse("42 (a) Z 7 42 42 0 -1 4 1 0 0 0 3 4 5 6 20 0 1 0 9 0 0").unwrap();
        let headless = parse("42 (a) Z 7 42 42 0 -1 4 1 0 0 0 3 4 5 6 20 0 2 0 9 0 0").unwrap();

        assert!(zombie.is_zombie());
        assert!(!headless.is_zombie());
    }
}
