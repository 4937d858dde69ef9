import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.ImportTree;
import com.sun.source.tree.LineMap;
import com.sun.source.tree.MemberReferenceTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.AnnotatedTypeTree;
import com.sun.source.tree.ParameterizedTypeTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import com.sun.source.util.Trees;
import com.sun.tools.javac.tree.JCTree;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * Prints what javac says of the imports, calls and accesses of the files on standard input: a line of JSON for each site, as
 * engine/truth/src/oracles/judged-lines.ts reads it. Arguments: the repository's folder and the class path.
 * All files are one compilation, main and test code together; no annotation processor runs.
 */
final class Judge extends TreePathScanner<Void, Void> {
    private final Path root;
    private final Trees trees;
    private final SourcePositions positions;
    private final PrintStream out;
    private CompilationUnitTree unit;
    private String path;

    private Judge(Path root, Trees trees, PrintStream out) {
        this.root = root;
        this.trees = trees;
        this.positions = trees.getSourcePositions();
        this.out = out;
    }

    public static void main(String[] arguments) throws IOException {
        Path root = Path.of(arguments[0]).toAbsolutePath().normalize();
        List<Path> files = new ArrayList<>();
        BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = input.readLine(); line != null; line = input.readLine()) {
            if (!line.isBlank() && !line.endsWith("module-info.java")) files.add(root.resolve(line));
        }
        var compiler = ToolProvider.getSystemJavaCompiler();
        StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8);
        // Attribution goes on after errors: code of one missing library must not hide the rest.
        List<String> options = List.of("-proc:none", "-nowarn", "-Xlint:none", "-Xmaxerrs", "1", "-XDshould-stop.ifError=FLOW", "-classpath", arguments[1]);
        Iterable<? extends JavaFileObject> sources = manager.getJavaFileObjectsFromPaths(files);
        int[] errors = {0};
        JavacTask task = (JavacTask) compiler.getTask(null, manager, problem -> {
            if (problem.getKind() == javax.tools.Diagnostic.Kind.ERROR && errors[0]++ < 5) System.err.println(problem);
        }, options, null, sources);
        Iterable<? extends CompilationUnitTree> units = task.parse();
        task.analyze();
        System.err.println(errors[0] + " errors of javac; sites in error are unjudged");
        try (PrintStream out = new PrintStream(new java.io.FileOutputStream(java.io.FileDescriptor.out), false, StandardCharsets.UTF_8)) {
            Judge judge = new Judge(root, Trees.instance(task), out);
            for (CompilationUnitTree unit : units) judge.judge(unit);
        }
    }

    private void judge(CompilationUnitTree read) {
        unit = read;
        path = relative(read);
        scan(read, null);
    }

    private String relative(CompilationUnitTree of) {
        return root.relativize(Path.of(of.getSourceFile().toUri())).toString().replace('\\', '/');
    }

    @Override
    public Void visitImport(ImportTree node, Void unused) {
        Tree named = node.getQualifiedIdentifier();
        MemberSelectTree select = (MemberSelectTree) named;
        boolean isWildcard = select.getIdentifier().contentEquals("*");
        Tree subject = node.isStatic() || isWildcard ? select.getExpression() : select;
        long at = positions.getStartPosition(unit, named);
        Element element = trees.getElement(pathOf(subject));
        // A static import brings every member of the name, and a class where it has none.
        List<Element> imported = node.isStatic() && !isWildcard ? membersOrClass(element, select.getIdentifier().toString()) : element instanceof TypeElement ? List.of(element) : List.of();
        String verdict = imported.isEmpty() ? "\"unjudged\"" : verdict(imported);
        emit(at, "import", "import", verdict, named.toString());
        return null;
    }

    private TreePath pathOf(Tree tree) {
        return TreePath.getPath(unit, tree);
    }

    private static List<Element> membersOrClass(Element type, String name) {
        if (type == null) return List.of();
        List<Element> members = new ArrayList<>();
        for (Element member : type.getEnclosedElements()) {
            if (member.getSimpleName().contentEquals(name) && member.getModifiers().contains(Modifier.STATIC)) members.add(member);
        }
        return members.isEmpty() ? List.of(type) : members;
    }

    @Override
    public Void visitMethodInvocation(MethodInvocationTree node, Void unused) {
        ExpressionTree select = node.getMethodSelect();
        // javac writes `super();` into constructors that do not.
        if (positions.getEndPosition(unit, node) > positions.getStartPosition(unit, node)) {
            String verdict = isAnyInError(node.getArguments()) ? "\"unjudged\"" : verdict(trees.getElement(getCurrentPath()));
            emit(nameStart(select), "call", "call", verdict, select.toString());
        }
        return super.visitMethodInvocation(node, unused);
    }

    /** Of an argument whose type is not known javac takes any overload. */
    private boolean isAnyInError(List<? extends ExpressionTree> arguments) {
        for (ExpressionTree argument : arguments) {
            TypeMirror type = trees.getTypeMirror(new TreePath(getCurrentPath(), argument));
            if (type != null && type.getKind() == TypeKind.ERROR) return true;
        }
        return false;
    }

    @Override
    public Void visitVariable(VariableTree node, Void unused) {
        Element element = trees.getElement(getCurrentPath());
        if (element == null || element.getKind() != ElementKind.ENUM_CONSTANT) return super.visitVariable(node, unused);
        // An enum's constant is made where it is declared: no `new` stands there. Its arguments and its body count.
        if (node.getInitializer() instanceof NewClassTree made) {
            TreePath initializer = new TreePath(getCurrentPath(), made);
            for (ExpressionTree argument : made.getArguments()) scan(new TreePath(initializer, argument), unused);
            if (made.getClassBody() != null) scan(new TreePath(initializer, made.getClassBody()), unused);
        }
        return null;
    }

    @Override
    public Void visitNewClass(NewClassTree node, Void unused) {
        Tree written = node.getIdentifier();
        while (true) {
            if (written instanceof ParameterizedTypeTree generic) written = generic.getType();
            else if (written instanceof AnnotatedTypeTree annotated) written = annotated.getUnderlyingType();
            else break;
        }
        Element element = trees.getElement(getCurrentPath());
        // A class without a name is made of its base.
        if (node.getClassBody() != null) element = trees.getElement(new TreePath(getCurrentPath(), node.getIdentifier()));
        emit(positions.getStartPosition(unit, written), "new", "call", verdict(element), written.toString());
        return super.visitNewClass(node, unused);
    }

    @Override
    public Void visitMemberSelect(MemberSelectTree node, Void unused) {
        access(node, nameStart(node));
        return super.visitMemberSelect(node, unused);
    }

    @Override
    public Void visitIdentifier(IdentifierTree node, Void unused) {
        String name = node.getName().toString();
        if (!name.equals("this") && !name.equals("super")) access(node, positions.getStartPosition(unit, node));
        return super.visitIdentifier(node, unused);
    }

    @Override
    public Void visitMemberReference(MemberReferenceTree node, Void unused) {
        Element element = trees.getElement(getCurrentPath());
        if (node.getMode() == MemberReferenceTree.ReferenceMode.INVOKE) emit(positions.getEndPosition(unit, node) - node.getName().length(), "access", "access", verdict(element), node.toString());
        return super.visitMemberReference(node, unused);
    }

    /** A field or constant that is read or written; javac writes some into the code itself. */
    private void access(Tree node, long at) {
        if (positions.getEndPosition(unit, node) <= positions.getStartPosition(unit, node)) return;
        Element element = trees.getElement(getCurrentPath());
        if (element != null && (element.getKind() == ElementKind.FIELD || element.getKind() == ElementKind.ENUM_CONSTANT)) emit(at, "access", "access", verdict(element), node.toString());
    }

    private long nameStart(Tree select) {
        if (select instanceof MemberSelectTree member) return positions.getEndPosition(unit, select) - member.getIdentifier().length();
        return positions.getStartPosition(unit, select);
    }

    private String verdict(Element element) {
        return element == null ? "\"unjudged\"" : verdict(List.of(element));
    }

    /** Declarations of elements of one type, each of them right: a constructor also stands for its class, one that is not written for it alone. */
    private String verdict(List<Element> elements) {
        List<String> declared = new ArrayList<>();
        Element type = null;
        for (Element element : elements) {
            if (element.asType() == null || element.asType().getKind() == TypeKind.ERROR) return "\"unjudged\"";
            boolean isConstructor = element.getKind() == ElementKind.CONSTRUCTOR;
            type = element;
            while (type != null && !(type instanceof TypeElement)) type = type.getEnclosingElement();
            if (type != null && type.asType().getKind() == TypeKind.ERROR) return "\"unjudged\"";
            if (isConstructor) add(declared, element, type.getSimpleName().toString());
            add(declared, isConstructor ? type : element, null);
        }
        if (!declared.isEmpty()) return "{\"declared\":[" + String.join(",", declared) + "]}";
        // Members that the compiler makes, such as an enum's `values`, have no place; what is inside a source's type is not outside.
        return type != null && trees.getPath(type) != null ? "\"unjudged\"" : "\"outside\"";
    }

    private void add(List<String> declared, Element element, String name) {
        TreePath found = trees.getPath(element);
        if (found == null || !(found.getLeaf() instanceof JCTree tree)) return;
        String written = name == null ? element.getSimpleName().toString() : name;
        long at = tree.pos;
        if (found.getLeaf() instanceof ClassTree) at = nameOf(found, written, at);
        CompilationUnitTree holder = found.getCompilationUnit();
        if (at < 0) return;
        declared.add("[" + place(holder, at) + "," + quoted(written) + "]");
    }

    /** javac places a class at its keyword or modifiers; its name comes after. */
    private long nameOf(TreePath found, String name, long at) {
        try {
            String text = found.getCompilationUnit().getSourceFile().getCharContent(true).toString();
            int place = text.indexOf(name, (int) at);
            return place < 0 ? at : place;
        } catch (IOException problem) {
            throw new IllegalStateException(problem);
        }
    }

    private String place(CompilationUnitTree holder, long at) {
        LineMap lines = holder.getLineMap();
        long row = lines.getLineNumber(at);
        // The line map's own columns count a tab as more than one.
        return quoted(relative(holder)) + "," + (row - 1) + "," + (at - lines.getStartPosition(row));
    }

    private void emit(long at, String kind, String relation, String verdict, String text) {
        if (at < 0) return;
        String shown = text.length() > 80 ? text.substring(0, 80) : text;
        out.println("{\"site\":[" + place(unit, at) + "],\"kind\":\"" + kind + "\",\"relation\":\"" + relation + "\",\"verdict\":" + verdict + ",\"text\":" + quoted(shown) + "}");
    }

    private static String quoted(String text) {
        StringBuilder json = new StringBuilder("\"");
        for (char character : text.toCharArray()) {
            if (character == '"' || character == '\\') json.append('\\').append(character);
            else if (character < ' ') json.append(String.format("\\u%04x", (int) character));
            else json.append(character);
        }
        return json.append('"').toString();
    }
}
