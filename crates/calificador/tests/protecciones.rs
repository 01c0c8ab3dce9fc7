//! Cada protección hace falta: se quitan de una en una, y algún ataque lo nota.
//!
//! Con la caja a medias un ataque puede funcionar de verdad, así que todo esto ocurre
//! dentro de otra caja, que se hace primero: sus propios procesos, su IPC, su red, el
//! sistema de solo lectura y los archivos temporales acotados. Si no se puede hacer,
//! no se prueba nada y el caso falla.

mod corral;

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use calificador::cage::Protections;
use corral::corpus::{self, Specimen};
use corral::ring::Ring;
use corral::yard::SECRET_VARIABLE;
use libtest_mimic::{Arguments, Failed, Trial};

/// Está puesta dentro de la caja de fuera.
const INSIDE: &str = "PRUEBA_ACOTADA";
/// Lo que puede durar la prueba entera, en segundos: luego se mata todo.
const SECONDS: &str = "900";

/// Una protección, cómo se quita, y los ataques que solo ella para.
struct Removal {
    name: &'static str,
    remove: fn(&mut Protections),
    let_through: &'static [&'static str],
}

const REMOVALS: &[Removal] = &[
    Removal {
        name: "el filtro de llamadas",
        remove: |all| all.syscall_filter = false,
        let_through: &["ejecutar/llavero", "ejecutar/otras_redes"],
    },
    Removal {
        name: "la red propia",
        remove: |all| all.network = false,
        let_through: &["ejecutar/sale_a_la_red"],
    },
    Removal {
        name: "los archivos de solo lectura",
        remove: |all| all.files = false,
        let_through: &["ejecutar/se_reescribe"],
    },
    Removal {
        name: "el tamaño de los temporales",
        remove: |all| all.temporary_size = false,
        let_through: &["ejecutar/llena_el_disco"],
    },
    Removal {
        name: "el límite de procesos",
        remove: |all| all.process_limit = false,
        let_through: &["ejecutar/bomba_escondida"],
    },
    Removal {
        name: "el límite de memoria",
        remove: |all| all.memory_limit = false,
        let_through: &["ejecutar/memoria_anonima"],
    },
    Removal {
        name: "el límite de los archivos",
        remove: |all| all.file_size_limit = false,
        let_through: &["ejecutar/memoria_en_archivos"],
    },
    Removal {
        name: "los espacios anidados",
        remove: |all| all.nested_namespaces = false,
        let_through: &["ejecutar/espacio_anidado_al_nacer"],
    },
    Removal {
        name: "la mirada al código objeto",
        remove: |all| all.object_check = false,
        let_through: &["enlazar/simbolo_crudo"],
    },
    Removal {
        name: "la mirada a las palabras",
        remove: |all| all.word_check = false,
        let_through: &["enlazar/asignador"],
    },
];

fn main() -> ExitCode {
    let mut args = Arguments::from_args();
    if !args.list && std::env::var_os(INSIDE).is_none() {
        return outer_box();
    }
    // SEGURIDAD: todavía no hay más hilos.
    unsafe { std::env::set_var(SECRET_VARIABLE, format!("secreto-{}", std::process::id())) };
    args.test_threads = Some(1);
    let attacks: Vec<Specimen> = corpus::attacks().into_iter().flatten().collect();
    let trials = REMOVALS
        .iter()
        .map(|removal| {
            let attacks = attacks.clone();
            let name = removal.name.replace(' ', "_");
            Trial::test(format!("sin_{name}"), move || without(removal, &attacks))
        })
        .collect();
    libtest_mimic::run(&args, trials).exit_code()
}

/// Cada ataque de la lista tiene que notar que falta la protección.
fn without(removal: &Removal, attacks: &[Specimen]) -> Result<(), Failed> {
    let mut protections = Protections::default();
    (removal.remove)(&mut protections);
    if protections == Protections::default() {
        return Err("no se ha quitado nada".into());
    }
    let ring = Ring::new(protections);
    for name in removal.let_through {
        let attack = attacks.iter().find(|attack| attack.name == *name);
        let attack = attack.ok_or_else(|| format!("no hay ningún ataque «{name}»"))?;
        match ring.try_case(attack) {
            Err(noticed) => println!("Sin {}, {name}: {noticed}", removal.name),
            Ok(_) => {
                return Err(format!(
                    "sin {} el ataque «{name}» sigue sin colar: o la protección sobra, o la \
                     lista está mal",
                    removal.name
                )
                .into());
            }
        }
    }
    Ok(())
}

/// Se ejecuta a sí misma dentro de una caja de verdad.
fn outer_box() -> ExitCode {
    let own = std::env::current_exe().expect("este programa existe");
    let status = Command::new("timeout")
        .args(["--kill-after=5", SECONDS, "bwrap"])
        .args(arguments())
        .arg(own)
        .args(std::env::args_os().skip(1))
        .env(INSIDE, "1")
        .status();
    match status {
        Ok(status) if status.success() => ExitCode::SUCCESS,
        Ok(_) => ExitCode::from(101),
        Err(why) => {
            eprintln!("No se puede hacer la caja de fuera: {why}");
            ExitCode::from(101)
        }
    }
}

fn arguments() -> Vec<OsString> {
    let mut arguments: Vec<OsString> = [
        "--ro-bind", "/", "/", "--dev", "/dev", "--proc", "/proc",
        "--unshare-pid", "--unshare-ipc", "--unshare-net",
        "--size", "67108864", "--tmpfs", "/dev/shm",
        "--size", "4294967296", "--tmpfs", "/tmp",
        "--size", "67108864", "--tmpfs", "/var/tmp",
        "--die-with-parent",
    ]
    .map(OsString::from)
    .into();
    // Aquí compila `cargo` lo que falte.
    let target = target_folder();
    arguments.extend(["--bind".into(), target.clone().into(), target.into()]);
    arguments
}

/// La carpeta `target/` en la que está este programa.
fn target_folder() -> PathBuf {
    let own = std::env::current_exe().expect("este programa existe");
    let folder = own.ancestors().nth(3).unwrap_or(Path::new("/"));
    folder.to_owned()
}
