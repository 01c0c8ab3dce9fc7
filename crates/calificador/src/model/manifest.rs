//! El manifiesto: quién entregó qué. Se escribe antes de calificar, y no cambia.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// Todo lo que hay que calificar, y lo que hay que decir de lo que llegó.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// Los pasos que se piden, en orden: `paso3`.
    pub steps: Vec<String>,
    /// Una entrega por estudiante, en el orden de su `id`.
    pub entries: Vec<Entry>,
    /// Lo que se dice de la descarga entera y no de una entrega.
    #[serde(default)]
    pub notices: Vec<Notice>,
    /// Resumen del curso y del compilador: con otro, los resultados no se mezclan.
    pub toolchain: String,
    /// Si se califica dentro de la caja. Sin ella, todos los informes lo dicen.
    pub boxed: bool,
}

/// La entrega de una persona.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Lo que la distingue en esta tarea: el número de Moodle, o su carpeta.
    pub id: String,
    /// De quién es.
    pub student: Student,
    /// Cuándo se entregó, si se sabe.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub submitted_at: Option<Timestamp>,
    /// El archivo de cada paso pedido que se entregó.
    pub sources: BTreeMap<String, Source>,
    /// Lo que hay que decir de ella.
    #[serde(default)]
    pub notices: Vec<Notice>,
}

/// Quién entrega. Los nombres son los que dio el aula, letra por letra.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Student {
    /// Nombre completo.
    pub name: String,
    /// Correo.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// Nombre de usuario.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub username: Option<String>,
    /// Número de matrícula (`idnumber` en Moodle).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id_number: Option<String>,
    /// Grupo.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<String>,
}

/// Un archivo admitido, ya copiado a la carpeta de trabajo con el nombre que le
/// damos nosotros: `fuentes/SHA256.rs`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// SHA-256 de su contenido, en hexadecimal.
    pub sha256: String,
    /// Su tamaño en bytes.
    pub bytes: u64,
    /// Cómo se llamaba en la entrega, para enseñarlo.
    pub original: String,
}

/// Algo que quien califica tiene que saber.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notice {
    /// De qué clase es.
    pub kind: NoticeKind,
    /// Contado para una persona.
    pub text: String,
}

impl Notice {
    /// Un aviso.
    pub fn new(kind: NoticeKind, text: impl Into<String>) -> Self {
        Self {
            kind,
            text: text.into(),
        }
    }
}

impl NoticeKind {
    /// Si lo que falte de esa entrega puede estar en lo que no se ha podido leer: entonces
    /// no es un cero, y hay que mirarlo.
    pub const fn excuses(self) -> bool {
        matches!(self, Self::Rejected | Self::Lost | Self::Ambiguous)
    }

    /// Si es cosa del docente y su hoja, y no hay que contárselo a quien entrega.
    pub const fn is_for_the_teacher(self) -> bool {
        matches!(self, Self::Misnamed | Self::Undated)
    }
}

/// Clases de aviso.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NoticeKind {
    /// Llegó después de la fecha límite.
    Late,
    /// Falta un archivo de los pedidos.
    Missing,
    /// Hay más de un candidato para el mismo paso, o dos entregas de la misma persona.
    Duplicate,
    /// El archivo no se llamaba como se pidió.
    Renamed,
    /// El archivo parece el de otro paso. Se califica igual.
    OtherStep,
    /// El archivo es el esqueleto que se reparte, sin tocar. Se califica igual.
    Untouched,
    /// Traía algo que no se pidió (pruebas, manifiestos, `build.rs`) y no se usa.
    Ignored,
    /// Traía algo que podía hacer daño (enlaces, rutas que se salen, bombas).
    Rejected,
    /// Quien entrega no está en la hoja del aula.
    Unlisted,
    /// Hay varios archivos que pueden ser el pedido, y no hay manera de elegir.
    Ambiguous,
    /// En la hoja se llama de otra manera, con el mismo número.
    Misnamed,
    /// La hoja dice que entregó, y su entrega no está en la descarga.
    Lost,
    /// No se entiende cuándo entregó, así que no se sabe si llegó tarde.
    Undated,
    /// El texto no es UTF-8 y se leyó como se pudo.
    Encoding,
}
