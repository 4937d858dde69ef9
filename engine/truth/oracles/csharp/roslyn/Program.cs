using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

// Judge <folder>: prints what the C# compiler says of the calls of the files on standard input: a line of JSON for each site,
// as engine/truth/src/oracles/judged-lines.ts reads it. All files are one compilation against the assemblies of the running
// framework and those in the folder's own build output; what comes from a package that is not there is unjudged.
string root = Path.GetFullPath(args[0]);
var files = new List<string>();
for (string? line = Console.ReadLine(); line != null; line = Console.ReadLine())
{
    if (line.Trim() != "") files.Add(line);
}
var options = new CSharpParseOptions(LanguageVersion.Latest);
var trees = files.Select(file => CSharpSyntaxTree.ParseText(File.ReadAllText(Path.Combine(root, file)), options, file)).ToList();
var compilation = CSharpCompilation.Create("judged", trees, References(root), new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true, nullableContextOptions: NullableContextOptions.Enable));
var json = new JsonSerializerOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
using var output = new StreamWriter(Console.OpenStandardOutput());
foreach (SyntaxTree tree in trees)
{
    SemanticModel model = compilation.GetSemanticModel(tree);
    foreach (SyntaxNode node in tree.GetRoot().DescendantNodes())
    {
        SyntaxToken? name = NameOf(node);
        if (name == null) continue;
        string kind = node is BaseObjectCreationExpressionSyntax ? "new" : "call";
        string text = node is InvocationExpressionSyntax call ? call.Expression.ToString() : node.ToString();
        output.WriteLine(JsonSerializer.Serialize(new { site = Place(name.Value.GetLocation()), kind, relation = "call", verdict = Verdict(model.GetSymbolInfo(node).Symbol), text = text.Length > 80 ? text[..80] : text }, json));
    }
}

static IEnumerable<MetadataReference> References(string root)
{
    string trusted = (string?)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES") ?? "";
    var built = Directory.EnumerateFiles(root, "*.dll", SearchOption.AllDirectories).Where(file => file.Split(Path.DirectorySeparatorChar).Contains("bin"));
    var byName = new Dictionary<string, string>();
    foreach (string file in trusted.Split(Path.PathSeparator).Where(file => file != "").Concat(built)) byName.TryAdd(Path.GetFileName(file), file);
    foreach (string file in byName.Values)
    {
        MetadataReference reference;
        try
        {
            System.Reflection.AssemblyName.GetAssemblyName(file);
            reference = MetadataReference.CreateFromFile(file);
        }
        catch (BadImageFormatException)
        {
            continue; // a native library
        }
        yield return reference;
    }
}

// The site of a call is its last name, else where its arguments begin.
static SyntaxToken? NameOf(SyntaxNode node)
{
    switch (node)
    {
        case InvocationExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.Text: "nameof" } }:
            return null;
        case InvocationExpressionSyntax call:
            return call.Expression switch
            {
                SimpleNameSyntax simple => simple.Identifier,
                MemberAccessExpressionSyntax member => member.Name.Identifier,
                MemberBindingExpressionSyntax binding => binding.Name.Identifier,
                _ => call.ArgumentList.OpenParenToken,
            };
        case ObjectCreationExpressionSyntax made:
            return TypeName(made.Type);
        case ImplicitObjectCreationExpressionSyntax made:
            return made.NewKeyword;
        default:
            return null;
    }
}

static SyntaxToken TypeName(TypeSyntax type) => type switch
{
    QualifiedNameSyntax qualified => qualified.Right.Identifier,
    AliasQualifiedNameSyntax alias => alias.Name.Identifier,
    SimpleNameSyntax simple => simple.Identifier,
    _ => type.GetFirstToken(),
};

static object[] Place(Location location)
{
    FileLinePositionSpan span = location.GetLineSpan();
    return new object[] { span.Path.Replace('\\', '/'), span.StartLinePosition.Line, span.StartLinePosition.Character };
}

// A constructor stands for its class too; a delegate's call is of a value.
static object Verdict(ISymbol? symbol)
{
    if (symbol is not IMethodSymbol method || method.MethodKind == MethodKind.DelegateInvoke) return "unjudged";
    IMethodSymbol declared = (method.ReducedFrom ?? method).OriginalDefinition;
    var symbols = new List<ISymbol> { declared.PartialDefinitionPart ?? declared };
    if (declared.MethodKind == MethodKind.Constructor) symbols.Add(declared.ContainingType.OriginalDefinition);
    var targets = new List<object[]>();
    foreach (ISymbol each in symbols)
    {
        string name = declared.MethodKind == MethodKind.Constructor ? declared.ContainingType.Name : each.Name;
        foreach (Location location in each.Locations.Where(location => location.IsInSource)) targets.Add(Place(location).Append(name).ToArray());
    }
    return targets.Count > 0 ? new { declared = targets } : "outside";
}
