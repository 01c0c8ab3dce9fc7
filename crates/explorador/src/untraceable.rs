//! Por qué aquí no se puede trazar procesos, y qué se puede hacer.

/// Por qué no se puede.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Untraceable {
    /// El sistema lo prohíbe: `ptrace(2)` responde que no.
    Forbidden,
    /// A este proceso ya lo sigue otro, con este nombre: `strace -f`, un depurador.
    Followed(String),
    /// El núcleo no sabe poner filtros `seccomp(2)`.
    NoFilters,
}

impl Untraceable {
    /// Qué lo impide, sin punto final.
    pub fn cause(&self) -> String {
        match self {
            Self::Forbidden => "ptrace está prohibido (pasa en contenedores sin la capacidad \
                                SYS_PTRACE y con perfiles seccomp estrictos)"
                .to_owned(),
            Self::Followed(name) => format!(
                "al programa ya lo está siguiendo {name}, y a un proceso solo puede seguirlo uno a \
                 la vez"
            ),
            Self::NoFilters => "el núcleo no deja poner filtros seccomp".to_owned(),
        }
    }

    /// Qué hacer, sin punto final.
    pub fn remedy(&self) -> String {
        match self {
            Self::Forbidden => "Prueba fuera del contenedor, o arráncalo con \
                                --cap-add=SYS_PTRACE --security-opt seccomp=unconfined"
                .to_owned(),
            Self::Followed(name) => format!("Ejecútalo sin {name}"),
            Self::NoFilters => "Usa un núcleo compilado con CONFIG_SECCOMP_FILTER".to_owned(),
        }
    }
}
