import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Label;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * Writes out {@code equals}, {@code hashCode} and {@code toString} of some of a jar's records, which otherwise the JVM
 * puts together from method handles when each is first called: five milliseconds for a record. A program of the build: its
 * arguments are the jar and the list of the classes, which {@code StartClasses} makes.
 */
final class RecordMethods {
    private static final String BOOTSTRAP = "java/lang/runtime/ObjectMethods";

    private final String owner;
    private final String simpleName;
    private final List<String> names; // of the components
    private final List<Type> types;
    private MethodNode code;

    private RecordMethods(ClassNode node, InvokeDynamicInsnNode site) {
        owner = node.name;
        simpleName = node.innerClasses.stream()
                .filter(inner -> inner.name.equals(node.name) && inner.innerName != null)
                .map(inner -> inner.innerName)
                .findFirst()
                .orElse(node.name.substring(node.name.lastIndexOf('/') + 1));
        String joined = (String) site.bsmArgs[1];
        names = joined.isEmpty() ? List.of() : List.of(joined.split(";"));
        types = new ArrayList<>();
        for (Object getter : Arrays.asList(site.bsmArgs).subList(2, site.bsmArgs.length)) {
            types.add(Type.getType(((Handle) getter).getDesc()));
        }
    }

    public static void main(String[] arguments) throws IOException {
        try (FileSystem jar = FileSystems.newFileSystem(Path.of(arguments[0]))) {
            for (String name : Files.readAllLines(Path.of(arguments[1]))) {
                Path file = jar.getPath(name.replace('.', '/') + ".class");
                byte[] bytes = Files.exists(file) ? Files.readAllBytes(file) : new byte[0];
                if (new String(bytes, StandardCharsets.ISO_8859_1).contains(BOOTSTRAP)) {
                    Files.write(file, rewrite(bytes));
                }
            }
        }
    }

    private static byte[] rewrite(byte[] bytes) {
        ClassNode node = new ClassNode();
        new ClassReader(bytes).accept(node, 0);
        for (MethodNode method : List.copyOf(node.methods)) {
            for (AbstractInsnNode instruction : method.instructions.toArray()) {
                if (instruction instanceof InvokeDynamicInsnNode site
                        && site.bsm.getOwner().equals(BOOTSTRAP)) {
                    MethodNode written = new RecordMethods(node, site).write(site);
                    node.methods.add(written);
                    method.instructions.set(
                            site,
                            new MethodInsnNode(Opcodes.INVOKESTATIC, node.name, written.name, written.desc, false));
                }
            }
        }
        ClassWriter writer = new ClassWriter(0);
        node.accept(writer);
        return writer.toByteArray();
    }

    /** A static method that takes and gives what a call site does. */
    private MethodNode write(InvokeDynamicInsnNode site) {
        int access = Opcodes.ACC_PRIVATE | Opcodes.ACC_STATIC | Opcodes.ACC_SYNTHETIC;
        code = new MethodNode(access, "record$" + site.name, site.desc, null, null);
        code.visitCode();
        switch (site.name) {
            case "equals" -> writeEquals();
            case "hashCode" -> writeHashCode();
            case "toString" -> writeToString();
            default -> throw new IllegalStateException(owner + "." + site.name);
        }
        code.visitMaxs(6, 3);
        code.visitEnd();
        return code;
    }

    private void field(int local, int component) {
        code.visitVarInsn(Opcodes.ALOAD, local);
        code.visitFieldInsn(
                Opcodes.GETFIELD,
                owner,
                names.get(component),
                types.get(component).getDescriptor());
    }

    private void writeEquals() {
        Label sameClass = new Label();
        Label differ = new Label();
        code.visitVarInsn(Opcodes.ALOAD, 1);
        code.visitTypeInsn(Opcodes.INSTANCEOF, owner);
        code.visitJumpInsn(Opcodes.IFNE, sameClass);
        code.visitInsn(Opcodes.ICONST_0);
        code.visitInsn(Opcodes.IRETURN);
        code.visitLabel(sameClass);
        code.visitFrame(Opcodes.F_SAME, 0, null, 0, null);
        code.visitVarInsn(Opcodes.ALOAD, 1);
        code.visitTypeInsn(Opcodes.CHECKCAST, owner);
        code.visitVarInsn(Opcodes.ASTORE, 2);
        for (int i = 0; i < names.size(); i++) {
            field(0, i);
            field(2, i);
            switch (types.get(i).getSort()) {
                case Type.LONG -> {
                    code.visitInsn(Opcodes.LCMP);
                    code.visitJumpInsn(Opcodes.IFNE, differ);
                }
                case Type.FLOAT -> {
                    code.visitMethodInsn(Opcodes.INVOKESTATIC, "java/lang/Float", "compare", "(FF)I", false);
                    code.visitJumpInsn(Opcodes.IFNE, differ);
                }
                case Type.DOUBLE -> {
                    code.visitMethodInsn(Opcodes.INVOKESTATIC, "java/lang/Double", "compare", "(DD)I", false);
                    code.visitJumpInsn(Opcodes.IFNE, differ);
                }
                case Type.ARRAY, Type.OBJECT -> {
                    String operands = "(Ljava/lang/Object;Ljava/lang/Object;)Z";
                    code.visitMethodInsn(Opcodes.INVOKESTATIC, "java/util/Objects", "equals", operands, false);
                    code.visitJumpInsn(Opcodes.IFEQ, differ);
                }
                default -> code.visitJumpInsn(Opcodes.IF_ICMPNE, differ);
            }
        }
        code.visitInsn(Opcodes.ICONST_1);
        code.visitInsn(Opcodes.IRETURN);
        if (!names.isEmpty()) {
            code.visitLabel(differ);
            code.visitFrame(Opcodes.F_APPEND, 1, new Object[] {owner}, 0, null);
            code.visitInsn(Opcodes.ICONST_0);
            code.visitInsn(Opcodes.IRETURN);
        }
    }

    private void writeHashCode() {
        code.visitInsn(Opcodes.ICONST_0);
        for (int i = 0; i < names.size(); i++) {
            code.visitIntInsn(Opcodes.BIPUSH, 31);
            code.visitInsn(Opcodes.IMUL);
            field(0, i);
            Type type = types.get(i);
            boolean isReference = type.getSort() >= Type.ARRAY;
            code.visitMethodInsn(
                    Opcodes.INVOKESTATIC,
                    isReference ? "java/util/Objects" : box(type),
                    "hashCode",
                    isReference ? "(Ljava/lang/Object;)I" : "(" + type.getDescriptor() + ")I",
                    false);
            code.visitInsn(Opcodes.IADD);
        }
        code.visitInsn(Opcodes.IRETURN);
    }

    private static String box(Type type) {
        return switch (type.getSort()) {
            case Type.BOOLEAN -> "java/lang/Boolean";
            case Type.CHAR -> "java/lang/Character";
            case Type.BYTE -> "java/lang/Byte";
            case Type.SHORT -> "java/lang/Short";
            case Type.INT -> "java/lang/Integer";
            case Type.LONG -> "java/lang/Long";
            case Type.FLOAT -> "java/lang/Float";
            default -> "java/lang/Double";
        };
    }

    private void writeToString() {
        String builder = "java/lang/StringBuilder";
        code.visitTypeInsn(Opcodes.NEW, builder);
        code.visitInsn(Opcodes.DUP);
        code.visitMethodInsn(Opcodes.INVOKESPECIAL, builder, "<init>", "()V", false);
        for (int i = 0; i < names.size(); i++) {
            append((i == 0 ? simpleName + "[" : ", ") + names.get(i) + "=");
            field(0, i);
            code.visitMethodInsn(
                    Opcodes.INVOKESTATIC, "java/lang/String", "valueOf", "(" + printed(types.get(i)) + ")Ljava/lang/String;", false);
            appendText();
        }
        append(names.isEmpty() ? simpleName + "[]" : "]");
        code.visitMethodInsn(Opcodes.INVOKEVIRTUAL, builder, "toString", "()Ljava/lang/String;", false);
        code.visitInsn(Opcodes.ARETURN);
    }

    /** What String.valueOf takes for a type: not an array of chars, which it would print as a text. */
    private static String printed(Type type) {
        return switch (type.getSort()) {
            case Type.BYTE, Type.SHORT -> "I";
            case Type.ARRAY, Type.OBJECT -> "Ljava/lang/Object;";
            default -> type.getDescriptor();
        };
    }

    private void append(String text) {
        code.visitLdcInsn(text);
        appendText();
    }

    private void appendText() {
        code.visitMethodInsn(
                Opcodes.INVOKEVIRTUAL,
                "java/lang/StringBuilder",
                "append",
                "(Ljava/lang/String;)Ljava/lang/StringBuilder;",
                false);
    }
}
