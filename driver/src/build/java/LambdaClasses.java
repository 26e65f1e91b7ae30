import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.IntInsnNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * Turns the lambdas of some of a jar's classes into classes of the jar. A program of the build: its arguments are the jar
 * and the list of the classes, which {@code StartClasses} makes.
 *
 * <p>The JVM makes a class for each lambda when it is first come across, with a bytecode library that it interprets:
 * half a millisecond each, and planning a first statement comes across eight hundred. One class in the jar serves all
 * lambdas of a class that implement the same interface and hold the same kinds of values; it knows by a number which is
 * meant. Where rows are worked on, each lambda has a class of its own, as the JVM would have made it, so that compiled
 * code knows its target. These classes are nest mates of the one they are taken from, hence may call its private
 * methods. Serializable lambdas stay as they are.
 */
final class LambdaClasses {
    private static final String METAFACTORY = "java/lang/invoke/LambdaMetafactory";
    /** The time of all entries, so that equal sources make equal jars. */
    private static final LocalDateTime EPOCH = LocalDateTime.of(1980, 1, 1, 0, 0);

    private static final Type OBJECT = Type.getObjectType("java/lang/Object");

    private final Map<String, byte[]> entries;
    private final Map<String, List<String>> nestMembers = new TreeMap<>();
    private final Map<String, byte[]> written = new LinkedHashMap<>();

    private LambdaClasses(Map<String, byte[]> entries) {
        this.entries = entries;
    }

    public static void main(String[] arguments) throws IOException {
        Path jar = Path.of(arguments[0]);
        Map<String, byte[]> entries = new LinkedHashMap<>();
        try (ZipFile file = new ZipFile(jar.toFile())) {
            for (ZipEntry entry : Collections.list(file.entries())) {
                try (InputStream in = file.getInputStream(entry)) {
                    entries.put(entry.getName(), in.readAllBytes());
                }
            }
        }
        new LambdaClasses(entries).rewrite(Files.readAllLines(Path.of(arguments[1])));
        Path temporary = jar.resolveSibling(jar.getFileName() + ".tmp");
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(temporary))) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                ZipEntry header = new ZipEntry(entry.getKey());
                header.setTimeLocal(EPOCH);
                out.putNextEntry(header);
                out.write(entry.getValue());
            }
        }
        Files.move(temporary, jar, StandardCopyOption.REPLACE_EXISTING);
    }

    private void rewrite(List<String> names) {
        for (String name : names) {
            String file = name.replace('.', '/') + ".class";
            byte[] bytes = entries.get(file);
            if (bytes != null && mentions(bytes, METAFACTORY)) {
                rewrite(file, bytes);
            }
        }
        entries.putAll(written);
        nestMembers.forEach((host, members) -> {
            ClassNode node = read(entries.get(host + ".class"));
            if (node.nestMembers == null) {
                node.nestMembers = new ArrayList<>();
            }
            node.nestMembers.addAll(members);
            // Nests came with Java 11; nothing else in these older classes depends on their version.
            node.version = Math.max(node.version, Opcodes.V11);
            entries.put(host + ".class", write(node));
        });
    }

    /** Whether a class file has this text among its constants: most have no lambdas, and need not be read. */
    private static boolean mentions(byte[] bytes, String text) {
        return new String(bytes, StandardCharsets.ISO_8859_1).contains(text);
    }

    private static ClassNode read(byte[] bytes) {
        ClassNode node = new ClassNode();
        new ClassReader(bytes).accept(node, 0);
        return node;
    }

    private static byte[] write(ClassNode node) {
        ClassWriter writer = new ClassWriter(0);
        node.accept(writer);
        return writer.toByteArray();
    }

    private void rewrite(String name, byte[] bytes) {
        ClassNode node;
        try {
            node = read(bytes);
        } catch (IndexOutOfBoundsException e) {
            System.err.println("keeps its lambdas, for its type annotations are broken: " + name);
            return;
        }
        Map<String, LambdaClass> classes = new LinkedHashMap<>();
        for (MethodNode method : node.methods) {
            for (AbstractInsnNode instruction : method.instructions.toArray()) {
                if (instruction instanceof InvokeDynamicInsnNode site && isLambda(site)) {
                    String key = site.name + site.bsmArgs[0] + Type.getReturnType(site.desc) + held(site.desc)
                            + (isMerged(node.name) ? "" : classes.size());
                    LambdaClass target = classes.computeIfAbsent(
                            key, unknown -> new LambdaClass(node, node.name + "$$L" + classes.size(), site));
                    int number = target.add(site);
                    if (target.holdsNothing()) {
                        method.instructions.set(
                                site,
                                new FieldInsnNode(
                                        Opcodes.GETSTATIC,
                                        target.name,
                                        "l" + number,
                                        target.interfaceType.getDescriptor()));
                    } else {
                        method.instructions.insertBefore(site, constant(number));
                        method.instructions.set(
                                site,
                                new MethodInsnNode(Opcodes.INVOKESTATIC, target.name, "of", target.factory(), false));
                        method.maxStack++;
                    }
                }
            }
        }
        if (classes.isEmpty()) {
            return;
        }
        node.innerClasses.removeIf(inner -> inner.name.equals("java/lang/invoke/MethodHandles$Lookup"));
        String host = node.nestHostClass == null ? node.name : node.nestHostClass;
        List<String> members = nestMembers.computeIfAbsent(host, unknown -> new ArrayList<>());
        for (LambdaClass target : classes.values()) {
            written.put(target.name + ".class", target.bytes(host));
            members.add(target.name);
        }
        written.put(name, write(node));
    }

    private static boolean isLambda(InvokeDynamicInsnNode site) {
        if (!site.bsm.getOwner().equals(METAFACTORY) || !site.bsm.getName().equals("metafactory")) {
            return false;
        }
        Handle target = (Handle) site.bsmArgs[1];
        return target.getTag() != Opcodes.H_INVOKESPECIAL || target.getName().startsWith("lambda$");
    }

    /** Whether a class' lambdas share classes: not where they are called for every row. */
    private static boolean isMerged(String name) {
        return name.startsWith("io/velaria/internal/")
                || name.startsWith("io/velaria/planner/")
                || name.startsWith("io/velaria/jdbc/")
                || name.startsWith("io/velaria/runtime/command/");
    }

    private static AbstractInsnNode constant(int number) {
        if (number <= 5) {
            return new InsnNode(Opcodes.ICONST_0 + number);
        }
        return new IntInsnNode(number <= Byte.MAX_VALUE ? Opcodes.BIPUSH : Opcodes.SIPUSH, number);
    }

    /** The arguments of a lambda's site, references as Object. */
    private static List<Type> held(String descriptor) {
        List<Type> held = new ArrayList<>();
        for (Type type : Type.getArgumentTypes(descriptor)) {
            held.add(isReference(type) ? OBJECT : type);
        }
        return held;
    }

    private static boolean isReference(Type type) {
        return type.getSort() >= Type.ARRAY;
    }

    /** The class of lambdas that implement the same method and hold the same kinds of values. */
    private static final class LambdaClass {
        final ClassNode outer;
        final String name;
        final Type interfaceType;
        final String method;
        final Type signature;
        final List<Type> held;
        final List<InvokeDynamicInsnNode> sites = new ArrayList<>();

        LambdaClass(ClassNode outer, String name, InvokeDynamicInsnNode site) {
            this.outer = outer;
            this.name = name;
            interfaceType = Type.getReturnType(site.desc);
            method = site.name;
            signature = (Type) site.bsmArgs[0];
            held = held(site.desc);
        }

        int add(InvokeDynamicInsnNode site) {
            sites.add(site);
            return sites.size() - 1;
        }

        boolean holdsNothing() {
            return held.isEmpty();
        }

        String constructor() {
            List<Type> arguments = new ArrayList<>(held);
            arguments.add(Type.INT_TYPE);
            return Type.getMethodDescriptor(Type.VOID_TYPE, arguments.toArray(new Type[0]));
        }

        String factory() {
            return Type.getMethodDescriptor(interfaceType, Type.getArgumentTypes(constructor()));
        }

        byte[] bytes(String host) {
            ClassWriter out = new ClassWriter(ClassWriter.COMPUTE_MAXS);
            int access = Opcodes.ACC_FINAL | Opcodes.ACC_SUPER | Opcodes.ACC_SYNTHETIC;
            out.visit(
                    Math.max(outer.version & 0xffff, Opcodes.V11),
                    access,
                    name,
                    null,
                    OBJECT.getInternalName(),
                    new String[] {interfaceType.getInternalName()});
            out.visitNestHost(host);
            int fields = Opcodes.ACC_PRIVATE | Opcodes.ACC_FINAL;
            for (int i = 0; i < held.size(); i++) {
                out.visitField(fields, "v" + i, held.get(i).getDescriptor(), null, null);
            }
            out.visitField(fields, "number", "I", null, null);
            writeConstructor(out.visitMethod(Opcodes.ACC_PRIVATE, "<init>", constructor(), null, null));
            if (holdsNothing()) {
                for (int i = 0; i < sites.size(); i++) {
                    int constants = Opcodes.ACC_STATIC | Opcodes.ACC_FINAL;
                    out.visitField(constants, "l" + i, interfaceType.getDescriptor(), null, null);
                }
                writeConstants(out.visitMethod(Opcodes.ACC_STATIC, "<clinit>", "()V", null, null));
            } else {
                writeFactory(out.visitMethod(Opcodes.ACC_STATIC, "of", factory(), null, null));
            }
            writeMethod(out.visitMethod(Opcodes.ACC_PUBLIC, method, signature.getDescriptor(), null, null));
            out.visitEnd();
            return out.toByteArray();
        }

        private void writeConstructor(MethodVisitor code) {
            code.visitCode();
            code.visitVarInsn(Opcodes.ALOAD, 0);
            code.visitMethodInsn(Opcodes.INVOKESPECIAL, OBJECT.getInternalName(), "<init>", "()V", false);
            int local = 1;
            for (int i = 0; i < held.size(); i++) {
                Type type = held.get(i);
                code.visitVarInsn(Opcodes.ALOAD, 0);
                code.visitVarInsn(type.getOpcode(Opcodes.ILOAD), local);
                code.visitFieldInsn(Opcodes.PUTFIELD, name, "v" + i, type.getDescriptor());
                local += type.getSize();
            }
            code.visitVarInsn(Opcodes.ALOAD, 0);
            code.visitVarInsn(Opcodes.ILOAD, local);
            code.visitFieldInsn(Opcodes.PUTFIELD, name, "number", "I");
            code.visitInsn(Opcodes.RETURN);
            code.visitMaxs(0, 0);
            code.visitEnd();
        }

        private void writeConstants(MethodVisitor code) {
            code.visitCode();
            for (int i = 0; i < sites.size(); i++) {
                code.visitTypeInsn(Opcodes.NEW, name);
                code.visitInsn(Opcodes.DUP);
                constant(i).accept(code);
                code.visitMethodInsn(Opcodes.INVOKESPECIAL, name, "<init>", constructor(), false);
                code.visitFieldInsn(Opcodes.PUTSTATIC, name, "l" + i, interfaceType.getDescriptor());
            }
            code.visitInsn(Opcodes.RETURN);
            code.visitMaxs(0, 0);
            code.visitEnd();
        }

        private void writeFactory(MethodVisitor code) {
            code.visitCode();
            code.visitTypeInsn(Opcodes.NEW, name);
            code.visitInsn(Opcodes.DUP);
            int local = 0;
            for (Type type : Type.getArgumentTypes(constructor())) {
                code.visitVarInsn(type.getOpcode(Opcodes.ILOAD), local);
                local += type.getSize();
            }
            code.visitMethodInsn(Opcodes.INVOKESPECIAL, name, "<init>", constructor(), false);
            code.visitInsn(Opcodes.ARETURN);
            code.visitMaxs(0, 0);
            code.visitEnd();
        }

        private void writeMethod(MethodVisitor code) {
            code.visitCode();
            if (sites.size() == 1) {
                writeCall(code, sites.get(0));
            } else {
                Label[] labels = new Label[sites.size()];
                for (int i = 0; i < labels.length; i++) {
                    labels[i] = new Label();
                }
                code.visitVarInsn(Opcodes.ALOAD, 0);
                code.visitFieldInsn(Opcodes.GETFIELD, name, "number", "I");
                code.visitTableSwitchInsn(0, labels.length - 1, labels[labels.length - 1], labels);
                for (int i = 0; i < labels.length; i++) {
                    code.visitLabel(labels[i]);
                    code.visitFrame(Opcodes.F_SAME, 0, null, 0, null);
                    writeCall(code, sites.get(i));
                }
            }
            code.visitMaxs(0, 0);
            code.visitEnd();
        }

        /** Calls what one lambda stands for with the values that it holds and the arguments, and returns its result. */
        private void writeCall(MethodVisitor code, InvokeDynamicInsnNode site) {
            Handle target = (Handle) site.bsmArgs[1];
            boolean constructs = target.getTag() == Opcodes.H_NEWINVOKESPECIAL;
            List<Type> parameters = new ArrayList<>();
            if (!constructs && target.getTag() != Opcodes.H_INVOKESTATIC) {
                parameters.add(Type.getObjectType(target.getOwner()));
            }
            parameters.addAll(List.of(Type.getArgumentTypes(target.getDesc())));
            if (constructs) {
                code.visitTypeInsn(Opcodes.NEW, target.getOwner());
                code.visitInsn(Opcodes.DUP);
            }
            for (int i = 0; i < held.size(); i++) {
                code.visitVarInsn(Opcodes.ALOAD, 0);
                code.visitFieldInsn(Opcodes.GETFIELD, name, "v" + i, held.get(i).getDescriptor());
                convert(code, held.get(i), parameters.get(i), parameters.get(i));
            }
            Type[] given = signature.getArgumentTypes();
            Type instance = (Type) site.bsmArgs[2];
            Type[] narrowed = instance.getArgumentTypes();
            int local = 1;
            for (int i = 0; i < given.length; i++) {
                code.visitVarInsn(given[i].getOpcode(Opcodes.ILOAD), local);
                convert(code, given[i], narrowed[i], parameters.get(held.size() + i));
                local += given[i].getSize();
            }
            Type result;
            if (constructs) {
                code.visitMethodInsn(Opcodes.INVOKESPECIAL, target.getOwner(), "<init>", target.getDesc(), false);
                result = Type.getObjectType(target.getOwner());
            } else {
                int opcode =
                        switch (target.getTag()) {
                            case Opcodes.H_INVOKESTATIC -> Opcodes.INVOKESTATIC;
                            case Opcodes.H_INVOKEINTERFACE -> Opcodes.INVOKEINTERFACE;
                            default -> target.isInterface() ? Opcodes.INVOKEINTERFACE : Opcodes.INVOKEVIRTUAL;
                        };
                code.visitMethodInsn(
                        opcode, target.getOwner(), target.getName(), target.getDesc(), target.isInterface());
                result = Type.getReturnType(target.getDesc());
            }
            Type expected = signature.getReturnType();
            if (expected.getSort() == Type.VOID) {
                if (result.getSort() != Type.VOID) {
                    code.visitInsn(result.getSize() == 2 ? Opcodes.POP2 : Opcodes.POP);
                }
            } else {
                convert(code, result, result, expected);
            }
            code.visitInsn(expected.getOpcode(Opcodes.IRETURN));
        }

        /** Makes a value of one type another, as the JVM's own classes for lambdas do; narrowed is its generic type. */
        private static void convert(MethodVisitor code, Type from, Type narrowed, Type to) {
            if (from.equals(to)) {
                return;
            }
            if (isReference(from)) {
                if (isReference(to)) {
                    if (!to.equals(OBJECT)) {
                        code.visitTypeInsn(Opcodes.CHECKCAST, to.getInternalName());
                    }
                    return;
                }
                Type boxed = narrowed;
                Type unboxed = Primitives.of(boxed);
                if (unboxed == null) {
                    boolean isNumber = !to.equals(Type.BOOLEAN_TYPE) && !to.equals(Type.CHAR_TYPE);
                    boxed = isNumber ? Type.getType(Number.class) : Primitives.boxed(to);
                    unboxed = to;
                }
                if (!from.equals(boxed)) {
                    code.visitTypeInsn(Opcodes.CHECKCAST, boxed.getInternalName());
                }
                code.visitMethodInsn(
                        Opcodes.INVOKEVIRTUAL,
                        boxed.getInternalName(),
                        unboxed.getClassName() + "Value",
                        Type.getMethodDescriptor(unboxed),
                        false);
                Primitives.widen(code, unboxed, to);
            } else if (isReference(to)) {
                Type boxed = Primitives.boxed(from);
                code.visitMethodInsn(
                        Opcodes.INVOKESTATIC,
                        boxed.getInternalName(),
                        "valueOf",
                        Type.getMethodDescriptor(boxed, from),
                        false);
            } else {
                Primitives.widen(code, from, to);
            }
        }
    }

    private static final class Primitives {
        private static final Map<Type, Type> BOXED = Map.of(
                Type.BOOLEAN_TYPE, Type.getType(Boolean.class),
                Type.BYTE_TYPE, Type.getType(Byte.class),
                Type.SHORT_TYPE, Type.getType(Short.class),
                Type.CHAR_TYPE, Type.getType(Character.class),
                Type.INT_TYPE, Type.getType(Integer.class),
                Type.LONG_TYPE, Type.getType(Long.class),
                Type.FLOAT_TYPE, Type.getType(Float.class),
                Type.DOUBLE_TYPE, Type.getType(Double.class));

        private Primitives() {}

        static Type boxed(Type primitive) {
            return BOXED.get(primitive);
        }

        /** The primitive type of a box, null for another type. */
        static Type of(Type box) {
            return BOXED.entrySet().stream()
                    .filter(entry -> entry.getValue().equals(box))
                    .map(Map.Entry::getKey)
                    .findFirst()
                    .orElse(null);
        }

        static void widen(MethodVisitor code, Type from, Type to) {
            boolean isLong = from.equals(Type.LONG_TYPE);
            boolean isFloat = from.equals(Type.FLOAT_TYPE);
            if (from.equals(to) || from.equals(Type.DOUBLE_TYPE)) {
                return;
            }
            switch (to.getSort()) {
                case Type.LONG -> code.visitInsn(Opcodes.I2L);
                case Type.FLOAT -> code.visitInsn(isLong ? Opcodes.L2F : Opcodes.I2F);
                case Type.DOUBLE -> code.visitInsn(isLong ? Opcodes.L2D : isFloat ? Opcodes.F2D : Opcodes.I2D);
                default -> {} // an int already
            }
        }
    }
}
