//! Lo que se le dice a quien no tiene caja: por qué no, y cómo conseguir una.

use std::fs;
use std::path::Path;

/// El perfil que Ubuntu pide para dejar a `bwrap` hacer su trabajo.
const APPARMOR: &str = "\
  sudo tee /etc/apparmor.d/bwrap > /dev/null <<'FIN'
  abi <abi/4.0>,
  include <tunables/global>
  profile bwrap /usr/bin/bwrap flags=(unconfined) {
    userns,
  }
  FIN
  sudo apparmor_parser -r /etc/apparmor.d/bwrap";

/// No hay caja, por esto.
pub fn no_box(why: &str) -> String {
    told(
        &format!("No hay caja en la que ejecutar las entregas: {why}."),
        &Machine::here(),
    )
}

/// La caja deja escapar algo.
pub fn leaky_box(why: &str) -> String {
    format!(
        "La caja no es de fiar: {why}.\n\
         Así no se califica nada: una entrega hostil podría hacer lo mismo.\n\n\
         Actualiza bubblewrap y el núcleo, o califica en otra máquina. Si todo lo que \
         vas a calificar lo has escrito tú, puedes usar --sin-caja."
    )
}

/// No está instalado.
pub fn not_installed() -> String {
    told(
        "No hay caja en la que ejecutar las entregas: no está instalado bubblewrap (bwrap).",
        &Machine {
            has_bwrap: false,
            ..Machine::here()
        },
    )
}

/// Lo que se sabe de esta máquina.
#[derive(Debug, Clone, Copy)]
struct Machine {
    has_bwrap: bool,
    /// AppArmor no deja crear espacios de usuarios a cualquiera.
    restricted: bool,
    /// El núcleo tampoco.
    forbidden: Option<&'static str>,
    container: bool,
}

impl Machine {
    fn here() -> Self {
        let is = |path: &str, value: &str| {
            fs::read_to_string(path).is_ok_and(|text| text.trim() == value)
        };
        let forbidden = [
            (
                "kernel.unprivileged_userns_clone",
                "/proc/sys/kernel/unprivileged_userns_clone",
            ),
            (
                "user.max_user_namespaces",
                "/proc/sys/user/max_user_namespaces",
            ),
        ];
        Self {
            has_bwrap: true,
            restricted: is(
                "/proc/sys/kernel/apparmor_restrict_unprivileged_userns",
                "1",
            ),
            forbidden: forbidden
                .iter()
                .find(|(_, path)| is(path, "0"))
                .map(|(name, _)| *name),
            container: ["/.dockerenv", "/run/.containerenv"]
                .iter()
                .any(|path| Path::new(path).exists()),
        }
    }
}

fn told(what: &str, machine: &Machine) -> String {
    let mut text = format!("{what}\n\nQué hacer:\n");
    if !machine.has_bwrap {
        text.push_str(
            "- Instálalo: «sudo apt install bubblewrap» (en Fedora, «sudo dnf install \
             bubblewrap»; en Arch, «sudo pacman -S bubblewrap»).\n",
        );
    }
    if let Some(name) = machine.forbidden {
        let value = if name.starts_with("user.") { 10_000 } else { 1 };
        text.push_str(&format!(
            "- El núcleo no deja crear espacios de usuarios ({name} vale 0). Para \
             permitirlo: «sudo sysctl -w {name}={value}».\n"
        ));
    }
    if machine.restricted {
        text.push_str(&format!(
            "- Ubuntu (desde la 23.10) solo deja crear espacios de usuarios a los programas \
             con perfil de AppArmor. Dale uno a bubblewrap:\n\n{APPARMOR}\n\n"
        ));
    }
    if machine.container {
        text.push_str(
            "- Esto es un contenedor: arráncalo con «--security-opt seccomp=unconfined \
             --security-opt apparmor=unconfined --security-opt systempaths=unconfined», o \
             califica fuera de él.\n",
        );
    }
    text.push_str(
        "- Si todo lo que vas a calificar lo has escrito tú, puedes usar --sin-caja: se \
         ejecutará como cualquier otro programa tuyo, y los informes lo dirán.",
    );
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLAIN: Machine = Machine {
        has_bwrap: true,
        restricted: false,
        forbidden: None,
        container: false,
    };

    #[test]
    fn only_what_helps_on_this_machine_is_suggested() {
        let plain = told("No.", &PLAIN);

        assert!(!plain.contains("AppArmor") && !plain.contains("apt install"));
        assert!(plain.contains("--sin-caja"));
    }

    #[test]
    fn each_obstacle_has_its_remedy() {
        let missing = Machine {
            has_bwrap: false,
            ..PLAIN
        };
        let ubuntu = Machine {
            restricted: true,
            ..PLAIN
        };
        let debian = Machine {
            forbidden: Some("kernel.unprivileged_userns_clone"),
            ..PLAIN
        };
        let docker = Machine {
            container: true,
            ..PLAIN
        };

        assert!(told("No.", &missing).contains("apt install bubblewrap"));
        assert!(told("No.", &ubuntu).contains("apparmor_parser -r /etc/apparmor.d/bwrap"));
        assert!(told("No.", &debian).contains("sysctl -w kernel.unprivileged_userns_clone=1"));
        assert!(told("No.", &docker).contains("systempaths=unconfined"));
    }
}
