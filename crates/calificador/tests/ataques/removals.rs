//! Cada protección hace falta: se quitan de una en una, y algún ataque lo nota.
//!
//! Con la caja a medias un ataque puede funcionar de verdad, así que esto ocurre dentro
//! de otros espacios de procesos, de IPC y de montajes, y con un plazo: este programa se
//! vuelve a ejecutar ahí, solo para esto. Si no se puede, el caso falla.

use std::process::{Command, ExitCode, Stdio};

use calificador::cage::Protections;
use calificador::model::Code;
use nix::unistd::Uid;

use super::corpus::{self, Specimen};
use super::crew::Crew;
use super::ring::Ring;

/// Dice, en la ejecución de dentro, qué protección hay que quitar.
const WITHOUT: &str = "ATAQUES_SIN";
/// Lo que puede durar, en segundos: luego se mata todo.
const SECONDS: &str = "600";

/// Una protección, cómo se quita, y los ataques que solo ella para.
struct Removal {
    name: &'static str,
    remove: fn(&mut Protections),
    let_through: &'static [&'static str],
}

const REMOVALS: &[Removal] = &[
    Removal {
        name: "sin_filtro_de_llamadas",
        remove: |all| all.syscall_filter = false,
        let_through: &[
            "ejecutar/llavero",
            "ejecutar/otras_redes",
            "ejecutar/frena_al_portero",
            "ejecutar/semaforos_system_v",
        ],
    },
    Removal {
        name: "sin_red_propia",
        remove: |all| all.network = false,
        let_through: &["ejecutar/vecino_abstracto"],
    },
    Removal {
        name: "sin_archivos_de_solo_lectura",
        remove: |all| all.files = false,
        let_through: &["ejecutar/se_reescribe"],
    },
    Removal {
        name: "sin_tope_de_temporales",
        remove: |all| all.temporary_size = false,
        let_through: &["ejecutar/llena_el_disco"],
    },
    Removal {
        name: "sin_tope_de_procesos",
        remove: |all| all.process_limit = false,
        let_through: &["ejecutar/cien_a_la_vez"],
    },
    Removal {
        name: "sin_tope_de_memoria",
        remove: |all| all.memory_limit = false,
        let_through: &["ejecutar/memoria_anonima"],
    },
    Removal {
        name: "sin_tope_de_archivos",
        remove: |all| all.file_size_limit = false,
        let_through: &["ejecutar/memoria_en_archivos"],
    },
    Removal {
        name: "con_espacios_anidados",
        remove: |all| all.nested_namespaces = false,
        let_through: &["ejecutar/espacio_anidado_al_nacer"],
    },
    Removal {
        name: "sin_mirar_el_codigo_objeto",
        remove: |all| all.object_check = false,
        let_through: &["enlazar/simbolo_crudo", "enlazar/cargador_propio"],
    },
    Removal {
        name: "sin_mirar_las_palabras",
        remove: |all| all.word_check = false,
        let_through: &["enlazar/asignador"],
    },
];

/// Sin mirar ni las palabras ni el código objeto: lo que para a esos ataques es la caja.
const ONLY_THE_BOX: &str = "solo_la_caja";

/// Estos, si se dejan compilar, hacen de verdad lo que pide el ejercicio: su `mmap`
/// comparte la memoria, y desde fuera no hay nada que reprochar.
const RIGHT_AFTER_ALL: &[&str] = &["enlazar/mmap_exportado"];

/// Los nombres de las protecciones que se quitan.
pub fn names() -> impl Iterator<Item = &'static str> {
    let removals = REMOVALS.iter().map(|removal| removal.name);
    removals.chain([ONLY_THE_BOX])
}

/// Quita esa protección, en otra ejecución de este programa: todos los ataques de su
/// lista lo tienen que notar.
pub fn try_without(name: &str) -> Result<(), String> {
    let own = std::env::current_exe().expect("este programa existe");
    let mut command = Command::new("timeout");
    command.args(["--kill-after=5", SECONDS, "unshare"]);
    if !Uid::effective().is_root() {
        command.args(["--user", "--map-current-user"]);
    }
    let output = command
        .args(["--pid", "--ipc", "--fork", "--kill-child", "--mount-proc"])
        .arg(own)
        .env(WITHOUT, name)
        .stdin(Stdio::null())
        .output()
        .map_err(|why| format!("no se puede ejecutar timeout(1): {why}"))?;
    let said = String::from_utf8_lossy(&output.stdout);
    let wrong = String::from_utf8_lossy(&output.stderr);
    print!("{said}");
    if output.status.success() {
        Ok(())
    } else {
        Err(format!("{}: {said}{wrong}", output.status))
    }
}

/// Si esta es la ejecución de dentro, lo que tiene que hacer.
pub fn errand() -> Option<ExitCode> {
    let name = std::env::var(WITHOUT).ok()?;
    let removal = REMOVALS.iter().find(|removal| removal.name == name);
    Some(match removal.map_or_else(only_the_box, without) {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            eprintln!("{why}");
            ExitCode::FAILURE
        }
    })
}

/// Lo que se prohíbe por sus palabras o por sus símbolos tampoco puede nada cuando se
/// deja compilar y ejecutar.
fn only_the_box() -> Result<(), String> {
    let protections = Protections {
        word_check: false,
        object_check: false,
        ..Protections::default()
    };
    let (ring, crew) = (Ring::new(&["paso1"], protections), Crew::new());
    // Los que solo para lo que se ha quitado ya se prueban uno a uno.
    let needed = |name: &str| REMOVALS.iter().any(|one| one.let_through.contains(&name));
    let excused = |name: &str| needed(name) || RIGHT_AFTER_ALL.contains(&name);
    let forbidden = |attack: &Specimen| attack.codes == [Code::Forbidden] && !excused(&attack.name);
    let attacks: Vec<_> = corpus::attacks().into_iter().flatten().collect();
    let loose: Vec<_> = attacks.into_iter().filter(forbidden).collect();
    if loose.is_empty() {
        return Err("no hay ningún ataque prohibido que probar".into());
    }
    loose
        .iter()
        .try_for_each(|attack| ring.try_contained(&crew, attack))
}

fn without(removal: &Removal) -> Result<(), String> {
    let mut protections = Protections::default();
    (removal.remove)(&mut protections);
    if protections == Protections::default() {
        return Err("no se ha quitado nada".into());
    }
    let (ring, crew) = (Ring::new(&["paso1"], protections), Crew::new());
    let attacks: Vec<_> = corpus::attacks().into_iter().flatten().collect();
    for name in removal.let_through {
        let attack = attacks.iter().find(|attack| attack.name == *name);
        let attack = attack.ok_or_else(|| format!("no hay ningún ataque «{name}»"))?;
        match ring.try_case(&crew, attack) {
            Err(noticed) => println!("{}: «{name}» lo nota: {noticed}", removal.name),
            Ok(_) => {
                return Err(format!(
                    "el ataque «{name}» sigue sin colar: o la protección sobra, o la lista \
                     está mal"
                ));
            }
        }
    }
    Ok(())
}
